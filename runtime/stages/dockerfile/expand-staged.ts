import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import type { AnyImageNode } from "../../../sdk/model/any-image-node.ts";
import { createDockerfileNode, type DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import type { Repository } from "../../git/repository.ts";
import { contentPrefix } from "../../plan/dockerfile/content-value.ts";
import type { DockerfileStage } from "../../plan/dockerfile/dockerfile.ts";
import { type Evaluation, evaluateBase, evaluateMetaArgs } from "../../plan/dockerfile/evaluate-dockerfile.ts";
import { findStage } from "../../plan/dockerfile/find-stage.ts";
import { neededStages, takenStages } from "../../plan/dockerfile/needed-stages.ts";
import type { WorkTreeFiles } from "./added-files.ts";
import { stageNameTaken } from "./errors.ts";
import { type Recipe, readRecipe } from "./recipe.ts";

/** An image that is one stage of a Dockerfile. */
export interface StagedPart {
  /** Which stage, counted from 0. */
  readonly index: number;
  /** Name of the image that it starts from, where that is a stage of the Dockerfile, too. */
  readonly base?: string;
  /** Names of the images that the stages of the Dockerfile are, by their places. */
  readonly images: ReadonlyMap<number, string>;
}

/** Images with those that they consist of. */
export interface ExpandedImages {
  readonly images: readonly AnyImageNode[];
  /** By the names of the images. */
  readonly parts: ReadonlyMap<string, StagedPart>;
}

export interface StagedSurroundings {
  readonly repository?: Repository;
  readonly folder: string;
  readonly workTree?: WorkTreeFiles;
  /** `os/arch[/variant]`, where an image asks for no other. */
  readonly platform: string;
}

/**
 * Makes an image of each stage that a staged Dockerfile needs for its target, `APP/stage-NAME`, so that they are built side by side
 * and shared (spec §6.6). An image whose Dockerfile cannot be read stays as it is: the attempt to build it says why.
 * Errors: `GRAPH.DUPLICATE_NAME`.
 */
export async function expandStaged(
  images: readonly AnyImageNode[],
  surroundings: StagedSurroundings,
): Promise<ExpandedImages> {
  const expanded: AnyImageNode[] = [];
  const parts = new Map<string, StagedPart>();
  for (const image of images) {
    const stages = image.kind === "dockerfile" && image.staged === true ? await expandImage(image, surroundings) : [];
    for (const { node } of stages) {
      const taken = images.find(({ name }) => name === node.name && name !== image.name);
      if (taken !== undefined && image.kind === "dockerfile") throw stageNameTaken(taken, image);
    }
    expanded.push(...(stages.length === 0 ? [image] : stages.map(({ node }) => node)));
    for (const { node, part } of stages) parts.set(node.name, part);
  }
  return { images: expanded, parts };
}

interface StageImage {
  readonly node: DockerfileNode;
  readonly part: StagedPart;
}

async function expandImage(
  image: DockerfileNode,
  { repository, folder, workTree, platform }: StagedSurroundings,
): Promise<readonly StageImage[]> {
  if (repository === undefined) return [];
  try {
    const recipe = await readRecipe(image, repository, folder, workTree);
    return stageImages(image, recipe, image.platform ?? platform);
  } catch (error) {
    if (isBuilderError(error)) return [];
    throw error;
  }
}

function stageImages(image: DockerfileNode, { dockerfile, dockerfilePath: path, target }: Recipe, platform: string) {
  const evaluation: Evaluation = { dockerfile, path, args: knownArgs(image), platform };
  const metaArgs = evaluateMetaArgs(evaluation);
  const needed = neededStages(evaluation, target);
  const images = new Map(needed.map((stage) => [stage.index, stage === target ? image.name : nameOf(image, stage)]));
  return needed.map((stage): StageImage => {
    const base = findStage(dockerfile, evaluateBase(evaluation, stage, metaArgs), stage.index);
    const baseImage = base === undefined ? undefined : images.get(base.index);
    const taken = takenStages(evaluation, stage).flatMap(({ index }) => images.get(index) ?? []);
    const dependencies = [...image.dependencies, ...taken.map((name) => ({ image: name, imports: [] }))];
    const { imageSpec, ...fields } = image;
    const own = { ...fields, target: String(stage.index), dependencies };
    return {
      node: createDockerfileNode(
        stage === target
          ? { ...own, ...(imageSpec === undefined ? {} : { imageSpec }) }
          : { ...own, name: nameOf(image, stage), final: false },
      ),
      part: { index: stage.index, images, ...(baseImage === undefined ? {} : { base: baseImage }) },
    };
  });
}

function nameOf({ name }: DockerfileNode, stage: DockerfileStage): string {
  return `${name}/stage-${stage.name ?? stage.index}`;
}

/** Values of other images are not known yet; none of them is the name of a stage. */
function knownArgs({ args, dependencies }: DockerfileNode): ReadonlyMap<string, string> {
  const later = dependencies.flatMap(({ imports }) => imports.map(({ targetBuildArg }) => targetBuildArg));
  return new Map([...Object.entries(args), ...later.map((name) => [name, contentPrefix] as const)]);
}
