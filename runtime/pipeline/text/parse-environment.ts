import { isVariableName } from "../variables.ts";

/** Of a shell itself: they mean nothing outside of it. */
const ofTheShell = new Set(["_", "SHLVL", "PWD", "OLDPWD"]);

/** What `env -0` has printed or, where no value holds a newline, `env`; without what is a shell's own. */
export function parseEnvironment(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split(text.includes("\0") ? "\0" : "\n")) {
    const at = line.indexOf("=");
    const name = line.slice(0, at);
    if (at < 1 || !isVariableName(name) || ofTheShell.has(name)) continue;
    variables.set(name, line.slice(at + 1));
  }
  return variables;
}
