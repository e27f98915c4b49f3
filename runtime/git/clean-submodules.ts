import { originsOf } from "../../sdk/errors/origin.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import { submoduleUnclean } from "./errors.ts";
import type { OpenedRepository } from "./open-repository.ts";
import { createFilterMatcher, isDirectoryOfInterest } from "./path-matcher.ts";
import { listWorkTreeChanges } from "./work-tree-changes.ts";

/**
 * Makes sure that submodules from which git mappings take files are as the commit has them: what is checked out there is easily taken
 * for what is built (spec §10.3). Throws `GIT.SUBMODULE_UNCLEAN`.
 */
export async function requireCleanSubmodules(repository: OpenedRepository, { images }: BuildGraph): Promise<void> {
  const mappings = images.flatMap((image) => (image.kind === "image" ? image.git : [])).filter(isLocal);
  if (
    repository.isBare ||
    mappings.length === 0 ||
    (await repository.entry(repository.head.id, ".gitmodules")) === undefined
  )
    return;
  for (const { path, submodule } of await listWorkTreeChanges(repository.workTree)) {
    if (submodule === undefined) continue;
    const taker = mappings.find((mapping) => takes(mapping, path));
    if (taker !== undefined) throw submoduleUnclean(path, submodule, originsOf(taker));
  }
}

function isLocal({ remote }: GitMappingNode): boolean {
  return remote === undefined;
}

function takes({ add, includePaths, excludePaths }: GitMappingNode, path: string): boolean {
  const root = add.replace(/^\/+|\/+$/g, "");
  const matcher = createFilterMatcher({ add: root, includePaths, excludePaths });
  return isDirectoryOfInterest(matcher, path) || root.startsWith(`${path}/`);
}
