import type { FailedStep } from "../../engine/engine.ts";
import type { DockerfileStage, Instruction } from "../../plan/dockerfile/dockerfile.ts";
import type { Recipe } from "./recipe.ts";

/** The instructions that the engine counts as steps. */
const steps = ["ADD", "COPY", "RUN", "WORKDIR"];

/** Which instruction of the Dockerfile a step of the engine was. */
export function findInstruction({ dockerfile, target }: Recipe, step: FailedStep): Instruction | undefined {
  const stage = step.stage === undefined ? undefined : stageNamed(dockerfile.stages, step.stage, target);
  if (stage !== undefined && step.stepsAfter !== undefined) {
    // Counted from the end: what an image's ONBUILD adds comes first.
    const counted = stage.instructions.filter(({ keyword }) => steps.includes(keyword)).at(-1 - step.stepsAfter);
    if (counted !== undefined && step.text.toUpperCase().startsWith(counted.keyword)) return counted;
  }
  const all = dockerfile.stages.flatMap(({ from, instructions }) => [from, ...instructions]);
  return all.find(({ text }) => text === step.text);
}

function stageNamed(
  stages: readonly DockerfileStage[],
  name: string,
  target: DockerfileStage,
): DockerfileStage | undefined {
  if (name === "") return stages.length === 1 ? stages[0] : target;
  return stages.find((stage) => (stage.name ?? `stage-${stage.index}`).toLowerCase() === name.toLowerCase());
}
