import type { PipelineNode } from "../../sdk/model/pipeline-node.ts";
import type { StepNode } from "../../sdk/model/step-node.ts";
import type { Box } from "../engine/boxes.ts";
import type { ImageId } from "../engine/engine.ts";
import { checkpointMissing, unknownCheckpoint } from "./errors.ts";
import type { PipelineContext } from "./pipeline-context.ts";

/** The steps that are left when a run goes on after a checkpoint. Error: `PIPELINE.UNKNOWN_CHECKPOINT`. */
export function stepsAfterCheckpoint(
  pipeline: PipelineNode,
  steps: readonly StepNode[],
  checkpoint: string | undefined,
): readonly StepNode[] {
  if (checkpoint === undefined) return steps;
  const at = steps.findIndex((step) => step.checkpoint === checkpoint);
  const known = steps.flatMap((step) => step.checkpoint ?? []);
  if (at < 0) throw unknownCheckpoint(pipeline, checkpoint, known);
  return steps.slice(at + 1);
}

/** Keeps the box as an image, for a later run. */
export async function keepCheckpoint(context: PipelineContext, box: Box, checkpoint: string): Promise<void> {
  const { engine } = context.request;
  const image = await box.commit((config) => config, { author: "builder", message: `checkpoint ${checkpoint}` });
  await engine.images.tag(image, referenceOf(context, checkpoint));
}

/** The image that a checkpoint has kept. Error: `PIPELINE.NO_CHECKPOINT`. */
export async function checkpointImage(context: PipelineContext, checkpoint: string): Promise<ImageId> {
  const reference = referenceOf(context, checkpoint);
  const found = await context.request.engine.images.inspect(reference);
  if (found === undefined) throw checkpointMissing(context.pipeline, reference);
  return found.id;
}

/** `w-NAME` is wercker's tag; the repository is the pipeline's own, so that no image of a registry is hidden by it. */
function referenceOf({ request, pipeline }: PipelineContext, checkpoint: string): string {
  const name = pipeline.name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `builder-checkpoint/${request.project}/${name}:w-${checkpoint}`;
}
