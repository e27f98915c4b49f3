import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import { sha256hash } from "../../plan/digest.ts";
import { builderIngredients } from "../../plan/dockerfile/builder-ingredients.ts";
import type { Evaluation } from "../../plan/dockerfile/evaluate-dockerfile.ts";
import type { Ingredient } from "../../plan/dockerfile/ingredient.ts";
import { werfIngredients } from "../../plan/dockerfile/werf-ingredients.ts";
import { group, leaf, type Part, shownLeaf } from "../../plan/part.ts";
import type { HeldEntry } from "../../util/archive.ts";
import { projectLabels } from "../commit-labels.ts";
import type { StageContext, WholeImageStage } from "../stage.ts";
import { addedChecksum, addedContent, type WorkTreeFiles } from "./added-files.ts";
import { digestArgs } from "./dependency-args.ts";
import { foreignTriggers } from "./foreign-triggers.ts";
import { makeImage } from "./make-image.ts";
import { type Recipe, readRecipe } from "./recipe.ts";
import { filesChecksum, masksOf, repositoryOf, requireCommitted, takenSince } from "./taken-files.ts";

/** What a Dockerfile image depends on besides its description and the commit. */
export interface DockerfileSurroundings {
  readonly project: string;
  /** `os/arch[/variant]`. */
  readonly platform: string;
  /** The folder of build.ts, from the root of the repository; "" for it. */
  readonly folder: string;
  /** Absent outside a git repository. */
  readonly workTree?: WorkTreeFiles;
}

type Context = StageContext<DockerfileNode>;

/** What was read once for the plan and the build. */
interface Read {
  readonly recipe: Recipe;
  readonly ingredients: readonly Ingredient[];
  /** Files of the work tree. */
  readonly added: readonly HeldEntry[];
}

/** The one stage of an image that the engine builds from a Dockerfile (spec §6). */
export function createDockerfileStage(surroundings: DockerfileSurroundings): WholeImageStage<DockerfileNode> {
  const { folder, platform, project, workTree } = surroundings;
  let reading: Promise<Read> | undefined;

  async function read(context: Context): Promise<Read> {
    const { image, profile } = context;
    const recipe = await readRecipe(image, repositoryOf(context), folder, workTree);
    const evaluation: Evaluation = {
      dockerfile: recipe.dockerfile,
      path: recipe.dockerfilePath,
      args: digestArgs(context, project),
      platform,
    };
    const ingredients =
      profile.dockerfileAs === "werf-lists"
        ? werfIngredients(evaluation, recipe.target, image.addHost)
        : builderIngredients(await withForeign(context, evaluation, recipe), recipe.target);
    const added =
      image.contextAddFiles.length === 0 ? undefined : workTree?.read(recipe.contextPath, image.contextAddFiles);
    const known = { recipe, ingredients, added: (await added) ?? [] };
    await requireCommitted(context, known, masksOf(ingredients), workTree);
    return known;
  }

  const withForeign = async (context: Context, evaluation: Evaluation, { target }: Recipe): Promise<Evaluation> => {
    return { ...evaluation, triggers: await foreignTriggers(context, evaluation, target, project) };
  };

  const remembered = (context: Context): Promise<Read> => {
    reading ??= read(context);
    return reading;
  };

  return {
    name: "dockerfile",
    isEmpty: async () => false,
    async parts(context) {
      const known = await remembered(context);
      const parts = await Promise.all(known.ingredients.map((one) => toPart(context, known, one, workTree)));
      return group("dockerfile", [...ownParts(context, known), ...parts, ...cacheVersion(context)]);
    },
    isSuitable: async () => true,
    commits: () => undefined,
    labels: async (context) => projectLabels(context),
    async changedFiles(context, since) {
      const { recipe, ingredients } = await remembered(context);
      return takenSince(context, recipe, masksOf(ingredients), since);
    },
    async make(context) {
      const { recipe, added } = await remembered(context);
      return makeImage({ context, recipe, added, project, platform, repository: repositoryOf(context) });
    },
    async shownNames(context) {
      const known = await remembered(context);
      return (part) => shownName(part, known);
    },
  };
}

/** werf has the hosts in its lists, and files of the work tree with the instructions that take them. */
function ownParts({ image, profile }: Context, { added }: Read): readonly Part[] {
  if (profile.dockerfileAs === "werf-lists") return [];
  return [
    ...image.addHost.map((host) => shownLeaf("added host", host)),
    ...added.map((file) => leaf(`${file.path} of the work tree`, addedContent(file))),
  ];
}

function cacheVersion({ image }: Context): readonly Part[] {
  return image.cacheVersion ? [shownLeaf("cache version", image.cacheVersion)] : [];
}

async function toPart(
  context: Context,
  known: Read,
  ingredient: Ingredient,
  workTree: WorkTreeFiles | undefined,
): Promise<Part> {
  if (ingredient.kind === "part") return ingredient.part;
  const checksum = await filesChecksum(context, known.recipe, ingredient, workTree);
  if (context.profile.dockerfileAs === "needed-stages") return leaf(ingredient.name, checksum);
  const own = sha256hash(checksum);
  const { recipe, added } = known;
  if (!added.some(({ path }) => workTree?.matches(ingredient.masks, path))) return leaf(ingredient.name, own);
  return leaf(ingredient.name, sha256hash(own, addedChecksum(recipe.contextPath, added)));
}

/** `Dockerfile line 7` for an instruction. */
function shownName(part: string, { recipe, ingredients }: Read): string {
  const found = ingredients.find((one) => one.kind === "part" && one.part.name === part);
  const isInstruction = /^instruction \d+$/.test(part);
  if (found?.kind !== "part" || found.line === undefined || !isInstruction) return part;
  return `${recipe.dockerfileName} line ${found.line}`;
}
