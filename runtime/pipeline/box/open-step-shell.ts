import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import type { Box } from "../../engine/boxes.ts";
import { createLastLines } from "../../stages/last-lines.ts";
import { noShell, setUpFailed } from "../errors.ts";
import type { PipelineContext } from "../pipeline-context.ts";
import { quoteLiteral } from "../text/shell-quote.ts";
import { initScript } from "./init-script.ts";
import { openShellSession, type ShellSession } from "./shell-session.ts";

/** How long a shell may take to answer at all. */
const answerTimeoutMs = 60_000;
const keptLines = 20;

/**
 * Starts the box and makes its shell ready for steps: their variables and functions are there. `prepare` puts files into the box before
 * that; what the image has at `stale` is removed first. Errors: `PIPELINE.NO_SHELL`, `PIPELINE.SET_UP`.
 */
export async function openStepShell(
  context: PipelineContext,
  box: Box,
  preparation?: { readonly stale: string | undefined; readonly prepare: () => Promise<void> },
): Promise<ShellSession> {
  const { pipeline, request } = context;
  const lastLines = createLastLines(keptLines);
  const limits = {
    onLines: (lines: readonly string[]) => {
      for (const line of context.mask.lines(lines)) lastLines.add(line);
    },
    commandTimeoutMs: answerTimeoutMs,
    noResponseTimeoutMs: answerTimeoutMs,
  };
  const session = await openShellSession(box, request).catch((error: unknown) => {
    // The engine says so when the image lacks the program.
    const isLost = isBuilderError(error) && error.code !== "ENGINE.FAILED";
    throw isLost || request.signal.aborted ? error : noShell(pipeline, [], error);
  });
  const answered = await session.run(["exec 2>&1"], limits);
  if (answered.kind !== "done") throw noShell(pipeline, lastLines.all());
  if (preparation?.stale !== undefined) {
    const removed = await session.run([`rm -rf ${quoteLiteral(preparation.stale)}`], limits);
    const isRemoved = removed.kind === "done" && removed.exitCode === 0;
    if (!isRemoved) throw setUpFailed(pipeline, `${preparation.stale} cannot be emptied`, lastLines.all());
  }
  await preparation?.prepare();
  // wercker's first step, its own, had gone there; a step that does not say where it starts relies on it.
  const commands = [...context.variables.exports(), initScript, 'cd "$WERCKER_SOURCE_DIR" 2> /dev/null'];
  const ready = await session.run(commands, limits);
  if (ready.kind !== "done") throw setUpFailed(pipeline, "its variables cannot be exported", lastLines.all());
  return session;
}
