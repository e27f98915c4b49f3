import type { CliContext } from "./context.ts";
import { exitCodeFor } from "./exit-code.ts";
import { printFailure } from "./print-failure.ts";
import { toDiagnostic } from "./to-diagnostic.ts";

/** What a command does: given the process and its arguments, it ends with an exit code or throws. */
export type CommandAction<FLAGS, ARGS extends readonly unknown[]> = (
  context: CliContext,
  flags: FLAGS,
  ...args: ARGS
) => Promise<number>;

/** Loads a command's code only when it is the one that runs, and translates what it throws: the outermost edge. */
export function lazyCommand<FLAGS extends object, ARGS extends readonly unknown[]>(
  name: string,
  load: () => Promise<CommandAction<FLAGS, ARGS>>,
): () => Promise<(this: CliContext, flags: FLAGS, ...args: ARGS) => Promise<void>> {
  return async () =>
    async function (this: CliContext, flags: FLAGS, ...args: ARGS): Promise<void> {
      try {
        const action = await load();
        this.finish(await action(this, flags, ...args));
      } catch (error) {
        const diagnostic = toDiagnostic(error, this.signal);
        printFailure(this, name, "json" in flags && flags.json === true, diagnostic);
        this.finish(exitCodeFor(diagnostic.code));
      }
    };
}
