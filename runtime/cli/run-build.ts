import { resolve } from "node:path";
import type { PipelineOptions } from "../pipeline/pipeline-request.ts";
import { createReporter, defaultProgressMode } from "../report/create-reporter.ts";
import type { RunReport } from "../report/events.ts";
import { documentText, failureDocument } from "../report/json-document.ts";
import { runAnswer } from "../report/run-answer.ts";
import type { CliContext } from "./context.ts";
import { type ExitCode, exitCodeFor, exitCodes } from "./exit-code.ts";
import { findBuildFile } from "./find-build-file.ts";
import type { RunFlags } from "./run-flags.ts";
import { toDiagnostic } from "./to-diagnostic.ts";
import { withBuilder } from "./with-builder.ts";

/** `builder run`: the images and pipelines to stdout, the story to stderr. */
export async function runBuild(context: CliContext, flags: RunFlags, ...args: string[]): Promise<ExitCode> {
  const { file, targets } = findBuildFile(args, context.workingDirectory);
  const { stderr, stdout, environment } = context;
  const mode = flags.progress ?? defaultProgressMode(stderr.isTerminal, environment);
  const reporter = createReporter({ mode, output: stderr, style: stderr.style, now: Date.now });
  try {
    const report = await withBuilder(
      context,
      { ...flags, pipeline: pipelineOptions(context, flags) },
      file,
      reporter.onEvent,
      (builder) => builder.run(targets),
    );
    reporter.end(report);
    stdout.write(flags.json ? documentText(report) : runAnswer(report));
    return exitCodeOf(report, context.signal);
  } catch (error) {
    const diagnostic = toDiagnostic(error, context.signal);
    reporter.fail(diagnostic);
    if (flags.json) stdout.write(documentText(failureDocument("run", diagnostic)));
    return exitCodeFor(diagnostic.code);
  }
}

function exitCodeOf({ ok, error }: RunReport, signal: AbortSignal): ExitCode {
  if (ok) return exitCodes.done;
  if (signal.aborted) return exitCodes.interrupted;
  return error === undefined ? exitCodes.buildFailed : exitCodeFor(error.code);
}

function pipelineOptions({ workingDirectory }: CliContext, flags: RunFlags): PipelineOptions {
  const { target, checkpoint, directMount, exposePorts, publish, artifacts, environment, attachOnError, keepBox } =
    flags;
  return {
    directMount,
    exposePorts,
    attachOnError,
    keepBox,
    ...(target === undefined ? {} : { target }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(publish === undefined ? {} : { publish }),
    ...(artifacts === undefined ? {} : { artifacts: resolve(workingDirectory, artifacts) }),
    ...(environment === undefined ? {} : { environmentFile: resolve(workingDirectory, environment) }),
  };
}
