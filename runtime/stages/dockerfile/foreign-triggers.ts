import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import { contentPrefix } from "../../plan/dockerfile/content-value.ts";
import type { DockerfileStage } from "../../plan/dockerfile/dockerfile.ts";
import { type Evaluation, evaluateBase, evaluateMetaArgs } from "../../plan/dockerfile/evaluate-dockerfile.ts";
import { findStage } from "../../plan/dockerfile/find-stage.ts";
import { neededStages } from "../../plan/dockerfile/needed-stages.ts";
import type { StageContext } from "../stage.ts";
import { engineArgs } from "./dependency-args.ts";

/** ONBUILD of the images from elsewhere that the target's stages start from, by what the digest knows them by. */
export async function foreignTriggers(
  context: StageContext<DockerfileNode>,
  evaluation: Evaluation,
  target: DockerfileStage,
  project: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const metaArgs = evaluateMetaArgs(evaluation);
  const found = new Map<string, readonly string[]>();
  for (const stage of neededStages(evaluation, target)) {
    const base = evaluateBase(evaluation, stage, metaArgs);
    if (base === "scratch" || findStage(evaluation.dockerfile, base, stage.index) !== undefined) continue;
    const reference = base.startsWith(contentPrefix) ? ownImage(context, evaluation, stage, project) : base;
    const triggers = reference === undefined ? [] : await context.triggersOf(reference);
    if (triggers.length > 0) found.set(base, triggers);
  }
  return found;
}

/** An image of this project, where it is built; one that is only planned makes a new digest in any case. */
function ownImage(
  context: StageContext<DockerfileNode>,
  evaluation: Evaluation,
  stage: DockerfileStage,
  project: string,
): string | undefined {
  const actual = { ...evaluation, args: new Map(Object.entries(engineArgs(context, project))) };
  const reference = evaluateBase(actual, stage, evaluateMetaArgs(actual));
  const stored = [...context.needed.values()].map(({ stages }) => stages.at(-1)?.stored);
  return stored.some((one) => one?.reference === reference || one?.imageId === reference) ? reference : undefined;
}
