import type { DockerfileStage } from "./dockerfile.ts";
import { type Evaluation, evaluateMetaArgs, evaluateStage } from "./evaluate-dockerfile.ts";
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

/** The images from elsewhere that the target is made of, each once. */
export function externalImages(evaluation: Evaluation, target: DockerfileStage): readonly string[] {
  const metaArgs = evaluateMetaArgs(evaluation);
  const names = neededStages(evaluation, metaArgs, target).flatMap((stage) =>
    sourcesOf(evaluation, stage, metaArgs).filter(
      (name) => name !== "scratch" && findStage(evaluation.dockerfile, name, stage.index) === undefined,
    ),
  );
  return [...new Set(names)];
}

/** Names of stages and images: the base, and those that files are copied from. */
function sourcesOf(
  evaluation: Evaluation,
  stage: DockerfileStage,
  metaArgs: ReadonlyMap<string, string>,
): readonly string[] {
  const { base, instructions } = evaluateStage(evaluation, stage, metaArgs);
  return [base, ...instructions.flatMap((instruction) => instructionSources(instruction).from)];
}
