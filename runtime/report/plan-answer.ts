import { countText } from "./count-text.ts";
import type { ImageResult, PlannedImage, RunReport, StageResult } from "./events.ts";
import { pipelinePlanLines, pipelinePlanTotal } from "./pipeline-plan.ts";
import { planBlock } from "./plan-block.ts";
import type { Style } from "./style.ts";

/** What is known of the order of the images; sets are those of the `planned` event. */
export interface PlanOrder {
  readonly sets: readonly (readonly PlannedImage[])[];
  readonly parallelTasksLimit: number;
}

/** What `plan` prints to stdout: the sets, each image with its stages and why they would be built, and what would run then. */
export function planAnswer(report: RunReport, order: PlanOrder | undefined, style: Style): string {
  const { pipelinePlans: plans = [] } = report;
  const lines = [
    ...(order === undefined ? [] : [...planBlock(order.sets, order.parallelTasksLimit, style), ""]),
    ...report.images.flatMap((image) => imageLines(image, style)),
    ...plans.flatMap((plan) => pipelinePlanLines(plan, style)),
    ...(report.images.length === 0 && plans.length > 0 ? [] : [total(report)]),
    ...(plans.length === 0 ? [] : [pipelinePlanTotal(plans)]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function imageLines(image: ImageResult, style: Style): readonly string[] {
  const { glyphs, paint } = style;
  const kind = image.artifact ? `${glyphs.artifact} artifact` : `${glyphs.image} image`;
  const width = Math.max(...image.stages.map((stage) => stage.name.length), 0);
  const title = `${kind} ${paint("bold", image.name)}`;
  return [title, ...image.stages.map((stage) => stageLine(stage, width, style)), ""];
}

function stageLine({ name, action, reason }: StageResult, width: number, { paint, glyphs }: Style): string {
  const stage = `  ${name.padEnd(width)}  `;
  if (action === "reuse") return `${stage}${paint("dim", "reuse")}`;
  return `${stage}${paint("yellow", "build")}  ${paint("dim", glyphs.dot)} ${reason}`;
}

function total({ images }: RunReport): string {
  const stages = images.flatMap((image) => image.stages);
  const toBuild = stages.filter((stage) => stage.action === "build").length;
  const imageCount = countText(images.length, "image");
  if (toBuild === 0) return `Nothing to build: ${imageCount}, ${countText(stages.length, "stage")} to reuse.`;
  return `To build: ${countText(toBuild, "stage")} of ${imageCount}; to reuse: ${stages.length - toBuild}.`;
}
