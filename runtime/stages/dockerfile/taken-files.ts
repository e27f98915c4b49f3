import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import type { ObjectId, Repository } from "../../git/repository.ts";
import { sha256hash } from "../../plan/digest.ts";
import { createDockerignore } from "../../plan/dockerfile/dockerignore.ts";
import type { FilesIngredient, Ingredient } from "../../plan/dockerfile/ingredient.ts";
import type { HeldEntry } from "../../util/archive.ts";
import type { StageContext } from "../stage.ts";
import { addedChecksum, type WorkTreeFiles } from "./added-files.ts";
import { dockerfileWithoutRepository } from "./errors.ts";
import type { Recipe } from "./recipe.ts";

type Context = StageContext<DockerfileNode>;

/** Errors: `GIT.NO_REPOSITORY`. */
export function repositoryOf({ image, repository }: Context): Repository {
  if (repository === undefined) throw dockerfileWithoutRepository(image);
  return repository;
}

/** Checksum of the files of the context that an instruction takes. */
export async function filesChecksum(
  context: Context,
  recipe: Recipe,
  { masks }: Pick<FilesIngredient, "masks">,
  workTree: WorkTreeFiles | undefined,
): Promise<string> {
  // No mask would mean every file.
  if (masks.length === 0) return "";
  const repository = repositoryOf(context);
  const entries = await repository.match(repository.head.id, takenFilter(context, recipe, masks));
  const checksum = context.profile.entriesChecksum(entries);
  // A Dockerfile may be taken into the image itself.
  const { ignores } = createDockerignore(ignoreOf(context, recipe));
  const own = recipe.uncommitted.filter(({ path }) => workTree?.matches(masks, path) === true && !ignores(path));
  return own.length === 0 ? checksum : sha256hash(checksum, addedChecksum(recipe.contextPath, own));
}

/** What the ingredients take of the context. */
export function masksOf(ingredients: readonly Ingredient[]): readonly string[] {
  return ingredients.flatMap((one) => (one.kind === "files" ? one.masks : []));
}

/** What masks select must be committed, but for what the work tree is asked for. Errors: `GIT.UNCOMMITTED`. */
export async function requireCommitted(
  context: Context,
  { recipe, added }: { readonly recipe: Recipe; readonly added: readonly HeldEntry[] },
  masks: readonly string[],
  workTree: WorkTreeFiles | undefined,
): Promise<void> {
  if (masks.length === 0) return;
  const prefix = recipe.contextPath === "" ? "" : `${recipe.contextPath}/`;
  const own = new Set([...recipe.uncommitted, ...added].map(({ path }) => `${prefix}${path}`));
  await workTree?.requireCommitted(context.image, takenFilter(context, recipe, masks), (path) => own.has(path));
}

/** Those of the files that masks select which are not as they were at a commit. */
export async function takenSince(
  context: Context,
  recipe: Recipe,
  masks: readonly string[],
  since: ObjectId,
): Promise<readonly string[]> {
  if (masks.length === 0) return [];
  const repository = repositoryOf(context);
  const changes = await repository.changes(since, repository.head.id, takenFilter(context, recipe, masks));
  return changes.map(({ path }) => path);
}

/** What masks select of the context. */
export function takenFilter(context: Context, recipe: Recipe, masks: readonly string[]) {
  // Braces are alternatives for werf, for a Dockerfile they are letters.
  const includePaths =
    context.profile.dockerfileAs === "werf-lists" ? masks : masks.map((mask) => mask.replace(/[{}]/g, "\\$&"));
  return { add: recipe.contextPath, includePaths, excludePaths: [], ignore: ignoreOf(context, recipe) };
}

/** For werf a .dockerignore never leaves out the Dockerfile itself (spec §6.3); for the engine it does, as far as COPY goes. */
function ignoreOf({ profile }: Context, { ignore, hidden, dockerfileName }: Recipe): readonly string[] {
  const isKept = profile.dockerfileAs === "werf-lists" && hidden.includes(dockerfileName);
  return isKept ? [...ignore, `!${dockerfileName}`] : ignore;
}
