import { countText } from "./count-text.ts";
import { durationText } from "./duration-text.ts";
import type { RunReport } from "./events.ts";
import type { Style } from "./style.ts";

/** The last line of a run that succeeded: what was built, what was reused, how long it took. */
export function summaryText({ images, pipelines = [], durationMs }: RunReport, style: Style): string {
  const ran = pipelines.length === 0 ? [] : [`${countText(pipelines.length, "pipeline")} passed`];
  if (images.length === 0 && ran.length > 0) {
    return `${style.paint("green", style.glyphs.done)} Done: ${ran.join("")}, ${durationText(durationMs)}`;
  }
  const stages = images.flatMap((image) => image.stages);
  const built = stages.filter((stage) => stage.action === "build").length;
  const reused = stages.length - built;
  const imageCount = countText(images.length, "image");
  const what =
    built === 0
      ? `Nothing to do: ${imageCount}, ${countText(reused, "stage")} reused`
      : `Done: ${imageCount}, ${countText(built, "stage")} built, ${reused} reused`;
  return `${style.paint("green", style.glyphs.done)} ${[what, ...ran, durationText(durationMs)].join(", ")}`;
}
