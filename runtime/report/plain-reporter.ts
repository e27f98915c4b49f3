import { countText } from "./count-text.ts";
import { durationText } from "./duration-text.ts";
import type { BuildEvent, ImageResult } from "./events.ts";
import { failureText } from "./failure-text.ts";
import { pipelineText, stepText } from "./pipeline-text.ts";
import { planBlock } from "./plan-block.ts";
import type { Output, Reporter } from "./reporter.ts";
import { sanitizeOutput } from "./sanitize-output.ts";
import { shellText } from "./shell-text.ts";
import type { Style } from "./style.ts";
import { summaryText } from "./summary-text.ts";
import { createTransferMilestones } from "./transfer-milestones.ts";
import { warningText } from "./warning-text.ts";
import { writeLines } from "./write-lines.ts";

/** Line by line, each with the image and stage it belongs to: for logs, pipes and CI. */
export function createPlainReporter(output: Output, style: Style): Reporter {
  const milestones = createTransferMilestones();
  return {
    onEvent(event) {
      const isTransfer = event.kind === "pull" || event.kind === "push";
      const lines = isTransfer ? milestones.lines(event) : eventLines(event, style);
      const of = "image" in event ? subject(event, style) : pipelineSubject(event, style);
      const prefix = of === undefined ? "" : `${of} ${style.paint("dim", style.glyphs.bar)} `;
      writeLines(
        output,
        lines.map((line) => prefix + line),
      );
    },
    end(report) {
      writeLines(output, report.error ? failureText(report.error, style) : [summaryText(report, style)]);
    },
    fail: (diagnostic) => writeLines(output, failureText(diagnostic, style)),
  };
}

type ImageEvent = Extract<BuildEvent, { image: string }>;

function subject(event: ImageEvent, style: Style): string {
  const stage =
    "stage" in event && event.stage !== undefined
      ? typeof event.stage === "string"
        ? event.stage
        : event.stage.name
      : undefined;
  return style.paint("cyan", stage === undefined ? event.image : `${event.image}/${stage}`);
}

function pipelineSubject(event: BuildEvent, { paint }: Style): string | undefined {
  if (!("pipeline" in event)) return undefined;
  if ("step" in event) return paint("cyan", `${event.pipeline}/${event.step}`);
  if ("service" in event) return paint("cyan", `${event.pipeline}/${event.service}`);
  return paint("cyan", event.kind === "step-finished" ? `${event.pipeline}/${event.result.name}` : event.pipeline);
}

function eventLines(event: BuildEvent, style: Style): readonly string[] {
  switch (event.kind) {
    case "planned":
      return planBlock(event.sets, event.parallelTasksLimit, style);
    case "note":
      return [event.text];
    case "warning":
      return warningText(event.diagnostic, style);
    case "stage-reused":
      return [];
    case "stage-started":
      return [`building: ${event.reason}`];
    case "stage-output":
      return [sanitizeOutput(event.line, style.colour)];
    case "stage-built":
      return [`built in ${durationText(event.stage.durationMs)}`];
    case "image-finished":
      return [finishedLine(event.result)];
    case "stage-discarded":
      return [`somebody else was first, theirs is used: ${event.reference}`];
    case "image-published":
      return [`published as ${event.reference}`];
    case "pipeline-started":
      return [`running ${countText(event.steps.length, "step")}`];
    case "service-started":
      return [`service started from ${event.reference}`];
    case "service-ready":
      return [`ready after ${durationText(event.durationMs)}`];
    case "step-started":
      return [event.phase === "steps" ? "running" : "running, as an after-step"];
    case "step-output":
      return event.lines.map((line) => sanitizeOutput(line, style.colour));
    case "step-finished":
      return [stepText(event.result)];
    case "pipeline-finished":
      return [pipelineText(event.result)];
    case "shell-opened":
      return [shellText(event)];
    case "step-shell-opened":
      return ["a shell in the box is open; exit ends it"];
    case "shell-closed":
    case "step-shell-closed":
      return ["the shell is closed"];
    case "image-started":
    case "pull":
    case "push":
    case "stage-saved":
      return [];
  }
}

/** Reused stages are told once, with their image: a line for each would bury what was built. */
function finishedLine({ stages, durationMs }: ImageResult): string {
  const built = stages.filter((stage) => stage.action === "build").length;
  const reused = stages.length - built;
  if (built === 0) return `up to date, ${countText(reused, "stage")} reused`;
  return `done in ${durationText(durationMs)}, ${countText(built, "stage")} built, ${reused} reused`;
}
