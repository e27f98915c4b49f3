import { Bug } from "../../../sdk/errors/bug.ts";
import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import type { ImageId, InspectedImage } from "../../engine/engine.ts";
import { evaluateBase, evaluateMetaArgs } from "../../plan/dockerfile/evaluate-dockerfile.ts";
import { packTar } from "../../util/archive.ts";
import { lastStageOf } from "../needed-stage.ts";
import type { WholeImageContext } from "../stage.ts";
import { engineArgs } from "./dependency-args.ts";
import type { DockerfileSurroundings } from "./dockerfile-stage.ts";
import type { StagedPart } from "./expand-staged.ts";
import { pullBase } from "./pull-base.ts";
import type { ReadStaged } from "./read-staged.ts";

/** What a stage of a staged Dockerfile is made with. */
export interface StagedMaking {
  readonly context: WholeImageContext<DockerfileNode>;
  readonly read: ReadStaged;
  readonly surroundings: DockerfileSurroundings;
  readonly part: StagedPart;
}

/** The base under the labels of a stage, and without ONBUILD: that comes as stages of its own. */
export async function makeFrom(making: StagedMaking): Promise<ImageId> {
  const { context, read, surroundings } = making;
  const { engine, imageLabels } = context;
  if (read.evaluated.base === "scratch") return engine.images.import(packTar([]), imageLabels, surroundings.platform);
  const { id, config } = await findBase(making);
  return engine.images.reconfigure(id, { ...config, onBuild: [], labels: { ...config.labels, ...imageLabels } });
}

/** What the stage starts from: a stage of the same Dockerfile, or an image from elsewhere. */
export async function findBase({ context, read, surroundings, part }: StagedMaking): Promise<InspectedImage> {
  if (part.base !== undefined) {
    const { stored } = lastStageOf(context, part.base);
    if (stored === undefined) throw new Bug(`${context.image.name} is built before ${part.base}`);
    return context.fetch(stored);
  }
  const args = new Map(Object.entries(engineArgs(context, surroundings.project)));
  const evaluation = { ...read.evaluation, args };
  const reference = evaluateBase(evaluation, read.stage, evaluateMetaArgs(evaluation));
  return pullBase(context, reference, read.evaluated.platform === undefined ? context.image.platform : undefined);
}
