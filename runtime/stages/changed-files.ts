import { sourceStageNames } from "../../sdk/model/user-stage-name.ts";
import type { ObjectId } from "../git/repository.ts";
import type { StageName } from "../plan/stage-name.ts";
import { repositoryOf } from "./commit-labels.ts";
import { filterOf } from "./mapping-paths.ts";
import { createPatchReader } from "./patch-reader.ts";
import type { StageContext } from "./stage.ts";

/**
 * The committed files behind a stage that is to be built, in byte order: for gitCache and gitLatestPatch those of its patch,
 * for a user stage those that its masks select and that are not as they were at its last build.
 *
 * @param since commit of the last build; user stages are compared with nothing where it is absent
 */
export async function changedFiles(
  stage: StageName,
  context: StageContext,
  since: ObjectId | undefined,
): Promise<readonly string[]> {
  if (context.image.git.length === 0) return [];
  if (stage === "gitCache" || stage === "gitLatestPatch") {
    const patches = await createPatchReader().read(context);
    return distinct(patches.flatMap(({ changes }) => changes.map(({ path }) => path)));
  }
  return since === undefined ? [] : changedDependencies(stage, context, since);
}

async function changedDependencies(
  stage: StageName,
  context: StageContext,
  since: ObjectId,
): Promise<readonly string[]> {
  const source = sourceStageNames.find((name) => name === stage);
  if (source === undefined) return [];
  const repository = repositoryOf(context);
  const filters = context.image.git.flatMap((mapping) =>
    mapping.stageDependencies[source].map((mask) => filterOf(mapping, mask)),
  );
  const changes = await Promise.all(filters.map((filter) => repository.changes(since, repository.head.id, filter)));
  return distinct(changes.flat().map(({ path }) => path));
}

/** Mappings and masks may select the same file more than once. */
function distinct(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
