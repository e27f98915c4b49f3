import { resolve } from "node:path";
import type { PipelineOptions } from "../pipeline/pipeline-request.ts";
import { documentText } from "../report/json-document.ts";
import { runAnswer } from "../report/run-answer.ts";
import { buildImages } from "./build-images.ts";
import type { CliContext } from "./context.ts";
import { type BuildRequest, findBuildFile } from "./find-build-file.ts";
import type { RunFlags } from "./run-flags.ts";

/** `builder run`: the images and pipelines to stdout, the story to stderr. With `--`, what the command in the image says. */
export async function runBuild(context: CliContext, flags: RunFlags, ...args: string[]): Promise<number> {
  const request = findBuildFile(args, context.workingDirectory);
  if (context.command !== undefined) {
    const { runInImage } = await import("./run-in-image.ts");
    return runInImage(context, flags, request, context.command);
  }
  if (!flags.follow) return runOnce(context, flags, request);
  const { follow } = await import("./follow.ts");
  return follow(context, flags, "run", request.file, () => runOnce(context, flags, request));
}

async function runOnce(context: CliContext, flags: RunFlags, { file, targets }: BuildRequest): Promise<number> {
  const options = { ...flags, pipeline: pipelineOptions(context, flags) };
  const { report, exitCode } = await buildImages("run", context, options, file, async () => targets);
  if (report === undefined) return exitCode;
  if (report.ok && (flags.saveBuildReport || flags.buildReportPath !== undefined)) {
    const { saveBuildReport } = await import("./save-build-report.ts");
    await saveBuildReport(context, report, flags.buildReportPath);
  }
  context.stdout.write(flags.json ? documentText(report) : runAnswer(report));
  return exitCode;
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
