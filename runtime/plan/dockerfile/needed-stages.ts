import type { DockerfileStage } from "./dockerfile.ts";
import { type EvaluatedStage, type Evaluation, evaluateMetaArgs, evaluateStage } from "./evaluate-dockerfile.ts";
import { findStage } from "./find-stage.ts";
import { instructionSources } from "./instruction-sources.ts";

/** The target, and all stages that it starts from or takes files from, in the order of the file. */
export function neededStages(
  evaluation: Evaluation,
  metaArgs: ReadonlyMap<string, string>,
  target: DockerfileStage,
): readonly DockerfileStage[] {
  const needed = new Set([target]);
  // A Set hands out what is added while it is walked.
  for (const stage of needed) {
    for (const name of sourcesOf(evaluation, stage, metaArgs)) {
      const found = findStage(evaluation.dockerfile, name, stage.index);
      if (found !== undefined) needed.add(found);
    }
  }
  return [...needed].sort((a, b) => a.index - b.index);
}

/** An image that a Dockerfile takes from elsewhere. */
export interface ExternalImage {
  readonly reference: string;
  /** Where the image is for the platform that is built for, and FROM asks for no other. */
  readonly isForTarget: boolean;
}

/** The images from elsewhere that the target is made of, each once. */
export function externalImages(evaluation: Evaluation, target: DockerfileStage): readonly ExternalImage[] {
  const metaArgs = evaluateMetaArgs(evaluation);
  const found = new Map<string, ExternalImage>();
  for (const stage of neededStages(evaluation, metaArgs, target)) {
    const { base, platform, ...rest } = evaluateStage(evaluation, stage, metaArgs);
    for (const reference of [base, ...copiedFrom(rest)]) {
      if (reference === "scratch" || findStage(evaluation.dockerfile, reference, stage.index) !== undefined) continue;
      found.set(reference, { reference, isForTarget: reference !== base || platform === undefined });
    }
  }
  return [...found.values()];
}

/** Names of stages and images: the base, and those that files are copied from. */
function sourcesOf(
  evaluation: Evaluation,
  stage: DockerfileStage,
  metaArgs: ReadonlyMap<string, string>,
): readonly string[] {
  const evaluated = evaluateStage(evaluation, stage, metaArgs);
  return [evaluated.base, ...copiedFrom(evaluated)];
}

function copiedFrom({ instructions }: Pick<EvaluatedStage, "instructions">): readonly string[] {
  return instructions.flatMap((instruction) => instructionSources(instruction).from);
}
