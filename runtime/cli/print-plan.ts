import { createReporter, type ProgressMode } from "../report/create-reporter.ts";
import type { BuildEvent } from "../report/events.ts";
import { failureText } from "../report/failure-text.ts";
import { documentText } from "../report/json-document.ts";
import { planAnswer } from "../report/plan-answer.ts";
import { writeLines } from "../report/write-lines.ts";
import type { CliContext } from "./context.ts";
import { type ExitCode, exitCodeFor, exitCodes } from "./exit-code.ts";
import { type BuildRequest, findBuildFile } from "./find-build-file.ts";
import type { PlanFlags } from "./plan-command.ts";
import { withBuilder } from "./with-builder.ts";

type PlannedEvent = Extract<BuildEvent, { kind: "planned" }>;

/** `builder plan`: what would be built and why, to stdout. */
export async function printPlan(context: CliContext, flags: PlanFlags, ...args: string[]): Promise<ExitCode> {
  const request = findBuildFile(args, context.workingDirectory);
  if (!flags.follow) return planOnce(context, flags, request);
  const { follow } = await import("./follow.ts");
  return follow(context, flags, "plan", request.file, () => planOnce(context, flags, request));
}

async function planOnce(context: CliContext, flags: PlanFlags, { file, targets }: BuildRequest): Promise<ExitCode> {
  const { stdout, stderr } = context;
  let order: PlannedEvent | undefined;
  const tell = storyOf(flags.progress, context);
  const onEvent = (event: BuildEvent): void => {
    if (event.kind === "planned") order = event;
    tell(event);
  };
  const { target, checkpoint } = flags;
  const pipeline = { ...(target === undefined ? {} : { target }), ...(checkpoint === undefined ? {} : { checkpoint }) };
  const options = { ...flags, pipeline };
  const report = await withBuilder(context, options, file, onEvent, (builder) => builder.plan(targets));
  stdout.write(flags.json ? documentText(report) : planAnswer(report, order, stdout.style));
  if (report.error === undefined) return exitCodes.done;
  writeLines(stderr, failureText(report.error, stderr.style));
  return exitCodeFor(report.error.code);
}

/** The plan itself is the answer; of the story only what it does not hold is told, unless all events are asked for. */
function storyOf(progress: ProgressMode | undefined, { stderr }: CliContext): (event: BuildEvent) => void {
  const mode = progress === "json" || progress === "quiet" ? progress : "plain";
  const reporter = createReporter({ mode, output: stderr, style: stderr.style, now: Date.now });
  return (event) => {
    if (mode === "json" || event.kind === "warning" || event.kind === "note") reporter.onEvent(event);
  };
}
