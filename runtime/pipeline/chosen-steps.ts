import type { PipelineNode } from "../../sdk/model/pipeline-node.ts";
import type { StepNode } from "../../sdk/model/step-node.ts";
import { stepsAfterCheckpoint } from "./checkpoints.ts";
import type { PipelineOptions } from "./pipeline-request.ts";

/**
 * The steps that are asked for, in order: a target's take the place of the others, where the pipeline has that target (spec §1.7), and those up
 * to a checkpoint are left out. Error: `PIPELINE.UNKNOWN_CHECKPOINT`.
 */
export function chosenSteps(
  pipeline: PipelineNode,
  { target, checkpoint }: Pick<PipelineOptions, "target" | "checkpoint">,
): readonly StepNode[] {
  const steps = (target === undefined ? undefined : pipeline.targets[target]) ?? pipeline.steps;
  return stepsAfterCheckpoint(pipeline, steps, checkpoint);
}
