import { Bug } from "../../../sdk/errors/bug.ts";
import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import type { DockerfileStage } from "../../plan/dockerfile/dockerfile.ts";
import { evaluateChain } from "../../plan/dockerfile/evaluate-chain.ts";
import type { EvaluatedStage, Evaluation } from "../../plan/dockerfile/evaluate-dockerfile.ts";
import { type StagedInstruction, stagedInstructions } from "../../plan/dockerfile/staged-instructions.ts";
import type { HeldEntry } from "../../util/archive.ts";
import type { StageContext } from "../stage.ts";
import { digestArgs } from "./dependency-args.ts";
import type { DockerfileSurroundings } from "./dockerfile-stage.ts";
import { foreignTriggers } from "./foreign-triggers.ts";
import { type Recipe, readRecipe } from "./recipe.ts";
import { repositoryOf } from "./taken-files.ts";

/** What all stages of an image know that is one stage of a Dockerfile. */
export interface ReadStaged {
  readonly recipe: Recipe;
  readonly stage: DockerfileStage;
  /** As the digest sees it. */
  readonly evaluation: Evaluation;
  readonly evaluated: EvaluatedStage;
  readonly instructions: readonly StagedInstruction[];
  /** Files of the work tree. */
  readonly added: readonly HeldEntry[];
}

/** Errors: `DOCKERFILE.*`, `GIT.NO_REPOSITORY`. */
export async function readStaged(
  context: StageContext<DockerfileNode>,
  { folder, workTree, platform, project }: DockerfileSurroundings,
): Promise<ReadStaged> {
  const { image } = context;
  const recipe = await readRecipe(image, repositoryOf(context), folder, workTree);
  const { dockerfile, dockerfilePath: path, target: stage } = recipe;
  const plain: Evaluation = { dockerfile, path, args: digestArgs(context, project), platform };
  const evaluation = { ...plain, triggers: await foreignTriggers(context, plain, stage, project) };
  const evaluated = evaluateChain(evaluation, stage);
  const instructions = stagedInstructions(evaluation, evaluated, context.profile.dockerfileAs);
  const paths = image.contextAddFiles;
  if (paths.length > 0 && workTree === undefined) throw new Bug(`${image.name} takes files of no work tree`);
  const added = paths.length === 0 ? [] : await workTree?.read(recipe.contextPath, paths);
  return { recipe, stage, evaluation, evaluated, instructions, added: added ?? [] };
}
