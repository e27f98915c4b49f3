import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import { type SourceStageName, sourceStageNames } from "../../sdk/model/user-stage-name.ts";
import type { Change, ObjectId } from "../git/repository.ts";
import { mappingCommitLabel } from "../plan/stage-labels.ts";
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
 * @param labels of the last build: they name its commits of other repositories
 */
export async function changedFiles(
  stage: StageName,
  context: StageContext,
  since: ObjectId | undefined,
  labels: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  if (context.image.git.length === 0) return [];
  if (stage === "gitCache" || stage === "gitLatestPatch") {
    const patches = await createPatchReader().read(context);
    return distinct(patches.flatMap(({ changes }) => changes.map(({ path }) => path)));
  }
  const source = sourceStageNames.find((name) => name === stage);
  if (source === undefined) return [];
  const changes = await Promise.all(
    context.image.git.map((mapping) => {
      const { profile } = context;
      const before = mapping.remote === undefined ? since : labels[mappingCommitLabel(profile.mappingId(mapping))];
      return before === undefined ? [] : changedDependencies(source, context, mapping, before);
    }),
  );
  return distinct(changes.flat().map(({ path }) => path));
}

async function changedDependencies(
  source: SourceStageName,
  context: StageContext,
  mapping: GitMappingNode,
  since: ObjectId,
): Promise<readonly Change[]> {
  const filters = mapping.stageDependencies[source].map((mask) => filterOf(mapping, mask));
  if (filters.length === 0) return [];
  const repository = repositoryOf(context, mapping);
  // A virtual merge was in the clone of a CI job alone.
  if ((await repository.commit(since)) === undefined) return [];
  return (await Promise.all(filters.map((filter) => repository.changes(since, repository.head.id, filter)))).flat();
}

/** Mappings and masks may select the same file more than once. */
function distinct(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
