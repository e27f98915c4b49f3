import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { Change, ObjectId, Repository } from "../git/repository.ts";
import { baseCommits, isAtHead, readCommits, repositoryOf } from "./commit-labels.ts";
import { filterOf } from "./mapping-paths.ts";
import type { StageContext } from "./stage.ts";

/** What separates the files of one mapping, as the stage before has them, from its commit. */
export interface MappingPatch {
  readonly mapping: GitMappingNode;
  readonly repository: Repository;
  readonly base: ObjectId;
  readonly head: ObjectId;
  /** In byte order of the paths; empty when base and head are one. */
  readonly changes: readonly Change[];
}

/** Reads the changes that lie between the stage before and the commits of the mappings; the stages of one image ask for the same ones. */
export interface PatchReader {
  /** Whether every mapping is at its commit already; asks git nothing. */
  isUpToDate(context: StageContext): boolean;
  /** One for each mapping, in their order. */
  read(context: StageContext): Promise<readonly MappingPatch[]>;
}

export function createPatchReader(): PatchReader {
  const known = new Map<string, Promise<readonly Change[]>>();
  return {
    isUpToDate(context) {
      const { image } = context;
      if (image.git.length === 0) return true;
      readCommits(context.previousLabels, context);
      return image.git.every((mapping) =>
        isAtHead(context.previousLabels, context.profile.mappingId(mapping), repositoryOf(context, mapping).head),
      );
    },
    async read(context) {
      const bases = await baseCommits(context.previousLabels, context);
      return Promise.all(
        context.image.git.map(async (mapping, index) => {
          const repository = repositoryOf(context, mapping);
          const head = repository.head.id;
          const base = bases[index] ?? head;
          const key = `${index} ${base} ${head}`;
          const changes = known.get(key) ?? readChanges(repository, mapping, base);
          known.set(key, changes);
          return { mapping, repository, base, head, changes: await changes };
        }),
      );
    },
  };
}

async function readChanges(
  repository: Repository,
  mapping: GitMappingNode,
  base: ObjectId,
): Promise<readonly Change[]> {
  const head = repository.head.id;
  return base === head ? [] : repository.changes(base, head, filterOf(mapping));
}
