import { createReporter } from "../report/create-reporter.ts";
import type { BuildFlags } from "./build-flags.ts";
import type { CliContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { printFailure } from "./print-failure.ts";
import { toDiagnostic } from "./to-diagnostic.ts";

/**
 * Does the same again for every new commit, with `--dev` for every change, until Ctrl-C. What fails is told, and the next change
 * is waited for; changes during a round are one round together.
 */
export async function follow(
  context: CliContext,
  { dev, json, progress }: BuildFlags,
  command: string,
  file: string,
  round: () => Promise<number>,
): Promise<ExitCode> {
  const { environment, signal, stderr } = context;
  const mode = progress === "json" || progress === "quiet" ? progress : "plain";
  const { onEvent } = createReporter({ mode, output: stderr, style: stderr.style, now: Date.now });
  const { openFollower } = await import("../open-follower.ts");
  const follower = await openFollower({ file, dev, environment, signal });
  try {
    for (;;) {
      const commit = await follower.current();
      await round().catch((error: unknown) => {
        if (!signal.aborted) printFailure(context, command, json, toDiagnostic(error, signal));
      });
      signal.throwIfAborted();
      onEvent({ kind: "note", text: `waiting for ${dev ? "a change" : "a new commit"}; Ctrl-C ends it` });
      const next = await follower.changed(commit);
      onEvent({ kind: "note", text: next === undefined ? "something has changed" : `now at ${next.slice(0, 12)}` });
    }
  } catch (error) {
    if (signal.aborted) return exitCodes.interrupted;
    throw error;
  } finally {
    await follower.close();
  }
}
