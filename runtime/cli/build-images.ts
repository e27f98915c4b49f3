import type { Builder, BuilderOptions } from "../builder.ts";
import { createReporter, defaultProgressMode } from "../report/create-reporter.ts";
import type { RunReport } from "../report/events.ts";
import { documentText, failureDocument } from "../report/json-document.ts";
import type { BuildFlags } from "./build-flags.ts";
import type { CliContext } from "./context.ts";
import { type ExitCode, exitCodeFor, exitCodes } from "./exit-code.ts";
import { type InspectionFlags, toInspection } from "./inspection-flags.ts";
import { toDiagnostic } from "./to-diagnostic.ts";
import { withBuilder } from "./with-builder.ts";

/** What came of a build that has told its story. */
export interface BuildOutcome {
  /** Absent where there was nothing to report on: the failure is told already. */
  readonly report?: RunReport;
  readonly exitCode: ExitCode;
}

/**
 * Builds for a command, with the story on stderr; the answer is left to the command.
 *
 * @param choose names or globs of the images
 */
export async function buildImages(
  command: string,
  context: CliContext,
  flags: Omit<BuildFlags, "follow"> & InspectionFlags & Pick<BuilderOptions, "pipeline">,
  file: string,
  choose: (builder: Builder) => Promise<readonly string[]>,
): Promise<BuildOutcome> {
  const { stderr, stdout, environment, signal } = context;
  const mode = flags.progress ?? defaultProgressMode(stderr.isTerminal, environment);
  const reporter = createReporter({ mode, output: stderr, style: stderr.style, now: Date.now });
  const inspection = toInspection(flags, () => context.terminal("stderr"));
  try {
    const report = await withBuilder(context, { ...flags, inspection }, file, reporter.onEvent, async (builder) =>
      builder.run(await choose(builder)),
    );
    reporter.end(report);
    return { report, exitCode: exitCodeOf(report, signal) };
  } catch (error) {
    const diagnostic = toDiagnostic(error, signal);
    reporter.fail(diagnostic);
    if (flags.json) stdout.write(documentText(failureDocument(command, diagnostic)));
    return { exitCode: exitCodeFor(diagnostic.code) };
  }
}

function exitCodeOf({ ok, error }: RunReport, signal: AbortSignal): ExitCode {
  if (ok) return exitCodes.done;
  if (signal.aborted) return exitCodes.interrupted;
  return error === undefined ? exitCodes.buildFailed : exitCodeFor(error.code);
}
