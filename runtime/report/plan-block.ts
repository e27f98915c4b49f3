import type { PlannedImage } from "./events.ts";
import type { Style } from "./style.ts";

/** Which images may be built at the same time, set by set, in the form that werf prints. */
export function planBlock(
  sets: readonly (readonly PlannedImage[])[],
  parallelTasksLimit: number,
  style: Style,
): readonly string[] {
  const { top, bar, bottom } = style.glyphs;
  const title = style.paint("bold", planTitle(parallelTasksLimit));
  const lines = sets.flatMap((images, index) => [
    `Set #${index}:`,
    ...images.map((image) => plannedLine(image, style)),
  ]);
  return [`${top} ${title}`, ...lines.map((line) => `${bar} ${line}`), `${bottom} ${title}`];
}

function planTitle(parallelTasksLimit: number): string {
  const limit = parallelTasksLimit > 0 ? `no more than ${parallelTasksLimit} images at the same time` : "no limit";
  return `Concurrent builds plan (${limit})`;
}

function plannedLine({ name, artifact }: PlannedImage, { glyphs }: Style): string {
  return artifact ? `- ${glyphs.artifact} artifact ${name}` : `- ${glyphs.image} image ${name}`;
}
