import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { TreeEntry } from "../git/repository.ts";
import { group, leaf } from "../plan/part.ts";
import { headLabels, isOfAncestors, readCommits, repositoryOf, typeLabel } from "./commit-labels.ts";
import { emptyMapping, fileAtRoot } from "./errors.ts";
import { type LayerPiece, putLayer } from "./git-layer.ts";
import { filterOf, repositoryPath, targetRoot } from "./mapping-paths.ts";
import type { Stage, StageBuildContext, StageContext } from "./stage.ts";

/**
 * The files of all mappings at the commit of the first build. No file enters the digest (spec §1.6): later commits patch what
 * this stage has, and any branch that descends from its commit shares it.
 */
export function createGitArchiveStage(): Stage {
  return {
    name: "gitArchive",
    isEmpty: async () => false,
    parts: async (context) => group("gitArchive", mappingParts(context)),
    isSuitable: isOfAncestors,
    commits: readCommits,
    async labels(context) {
      const labels = await Promise.all(
        context.image.git.map(async (mapping) =>
          typeLabel(context, mapping, typeOf(await addedEntry(context, mapping))),
        ),
      );
      return Object.assign({ ...headLabels(context) }, ...labels);
    },
    async build(context) {
      const pieces: LayerPiece[] = [];
      for (const mapping of context.image.git) pieces.push(await readPiece(context, mapping));
      context.signal.throwIfAborted();
      await putLayer(context.container, pieces);
      return context.config;
    },
  };
}

/** In the order of their ids, so that the order in build.ts does not matter. */
function mappingParts({ image, profile }: StageContext): ReturnType<typeof leaf>[] {
  return image.git
    .map((mapping) => leaf(`mapping ${mapping.add} → ${mapping.to}`, profile.mappingId(mapping)))
    .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
}

async function readPiece(context: StageBuildContext, mapping: GitMappingNode): Promise<LayerPiece> {
  const repository = repositoryOf(context, mapping);
  const added = await addedEntry(context, mapping);
  const files = added === "nothing" ? [] : await repository.files(repository.head.id, filterOf(mapping));
  if (files.length === 0) throw emptyMapping(context.image, mapping, added === "nothing");
  if (typeOf(added) === "file" && targetRoot(mapping) === "") throw fileAtRoot(context.image, mapping);
  return { mapping, repository, files };
}

async function addedEntry(context: StageContext, mapping: GitMappingNode): Promise<TreeEntry | "root" | "nothing"> {
  const path = repositoryPath(mapping);
  const repository = repositoryOf(context, mapping);
  return path === "" ? "root" : ((await repository.entry(repository.head.id, path)) ?? "nothing");
}

/** A submodule is a directory. */
function typeOf(added: TreeEntry | "root" | "nothing"): "file" | "directory" {
  return typeof added === "string" || added.mode === "040000" || added.mode === "160000" ? "directory" : "file";
}
