import type { DockerfileStage } from "./dockerfile.ts";
import {
  type EvaluatedStage,
  type Evaluation,
  evaluateBase,
  evaluateMetaArgs,
  evaluateStage,
} from "./evaluate-dockerfile.ts";
import { findStage } from "./find-stage.ts";
import { withTriggers } from "./with-triggers.ts";

/** A stage evaluated after those that it starts from, whose variables and triggers it has. */
export function evaluateChain(evaluation: Evaluation, stage: DockerfileStage): EvaluatedStage {
  const metaArgs = evaluateMetaArgs(evaluation);
  const base = evaluateBase(evaluation, stage, metaArgs);
  const found = findStage(evaluation.dockerfile, base, stage.index);
  const parent = found === undefined ? undefined : evaluateChain(evaluation, found);
  return evaluateStage(evaluation, withTriggers(evaluation, stage, base, parent), metaArgs, parent?.env);
}
