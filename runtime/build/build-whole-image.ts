import type { ImageId } from "../engine/engine.ts";
import type { WholeImageStage } from "../stages/stage.ts";
import type { StageBuilding } from "./build-stage.ts";
import type { StageRequest } from "./walk-image.ts";

/** Has a stage make its image by itself; the image carries the labels from the beginning, so that a dead run's is found. */
export function buildWholeImage(
  { engine, onEvent, signal }: StageBuilding,
  { context, stage: { name } }: StageRequest,
  stage: WholeImageStage,
  imageLabels: Readonly<Record<string, string>>,
): Promise<ImageId> {
  const image = context.image.name;
  return stage.make({
    ...context,
    engine,
    imageLabels,
    onLine: (stream, line) => onEvent({ kind: "stage-output", image, stage: name, stream, line }),
    onPull: (pull) => onEvent({ kind: "pull", image, ...pull }),
    signal,
  });
}
