import { parseEnvironment } from "../text/parse-environment.ts";

/** What a shell is like at some moment, as far as another one can be made like it. */
export interface ShellState {
  readonly folder: string;
  /** Their definitions, of a shell that can print them: bash. */
  readonly functions: string;
  /** Those that it has exported. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Lets a shell tell it; nothing is changed, and no program is needed but `env`. */
export const tellState = `printf '%s\\0' "$(pwd)" "$(declare -f 2> /dev/null)"; env -0 2> /dev/null || env`;

/** Undefined where the shell could not tell. */
export function parseState(output: Buffer | undefined): ShellState | undefined {
  const [folder = "", functions = "", ...rest] = output?.toString("utf8").split("\0") ?? [];
  const variables = parseEnvironment(rest.join("\0"));
  return folder === "" || variables.size === 0 ? undefined : { folder, functions, variables };
}
