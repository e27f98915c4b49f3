import type { DockerfileStage } from "./dockerfile.ts";
import { evaluateChain } from "./evaluate-chain.ts";
import type { EvaluatedStage, Evaluation } from "./evaluate-dockerfile.ts";
import { findStage } from "./find-stage.ts";
import { instructionSources } from "./instruction-sources.ts";

/** The target, and all stages that it starts from or takes files from, in the order of the file. */
export function neededStages(evaluation: Evaluation, target: DockerfileStage): readonly DockerfileStage[] {
  const needed = new Set([target]);
  // A Set hands out what is added while it is walked.
  for (const stage of needed) for (const taken of takenStages(evaluation, stage)) needed.add(taken);
  return [...needed].sort((a, b) => a.index - b.index);
}

/** The stages that one starts from or takes files from, each once. */
export function takenStages(evaluation: Evaluation, stage: DockerfileStage): readonly DockerfileStage[] {
  const names = sourcesOf(evaluation, stage);
  return [...new Set(names.flatMap((name) => findStage(evaluation.dockerfile, name, stage.index) ?? []))];
}

/** An image that a Dockerfile takes from elsewhere. */
export interface ExternalImage {
  readonly reference: string;
  /** Where the image is for the platform that is built for, and FROM asks for no other. */
  readonly isForTarget: boolean;
}

/** The images from elsewhere that the target is made of, each once. */
export function externalImages(evaluation: Evaluation, target: DockerfileStage): readonly ExternalImage[] {
  const found = new Map<string, ExternalImage>();
  for (const stage of neededStages(evaluation, target)) {
    const { base, platform, ...rest } = evaluateChain(evaluation, stage);
    for (const reference of [base, ...copiedFrom(rest)]) {
      if (reference === "scratch" || findStage(evaluation.dockerfile, reference, stage.index) !== undefined) continue;
      found.set(reference, { reference, isForTarget: reference !== base || platform === undefined });
    }
  }
  return [...found.values()];
}

/** Names of stages and images: the base, and those that files are copied from. */
function sourcesOf(evaluation: Evaluation, stage: DockerfileStage): readonly string[] {
  const evaluated = evaluateChain(evaluation, stage);
  return [evaluated.base, ...copiedFrom(evaluated)];
}

function copiedFrom({ instructions }: Pick<EvaluatedStage, "instructions">): readonly string[] {
  return instructions.flatMap((instruction) => instructionSources(instruction).from);
}
