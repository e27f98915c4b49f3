import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { Change, ObjectId } from "../git/repository.ts";
import { readCommits, repositoryOf } from "./commit-labels.ts";
import { filterOf } from "./mapping-paths.ts";
import type { StageContext } from "./stage.ts";

/** What separates the files of one mapping, as the stage before has them, from HEAD. */
export interface MappingPatch {
  readonly mapping: GitMappingNode;
  readonly base: ObjectId;
  readonly head: ObjectId;
  /** In byte order of the paths; empty when base and head are one. */
  readonly changes: readonly Change[];
}

/** Reads the changes that lie between the stage before and HEAD; the stages of one image ask for the same ones. */
export interface PatchReader {
  /** Whether every mapping is at HEAD already; asks git nothing. */
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
      const head = repositoryOf(context).head.id;
      return readCommits(context.previousLabels, context).every((commit) => commit === head);
    },
    read(context) {
      const head = repositoryOf(context).head.id;
      const bases = readCommits(context.previousLabels, context);
      return Promise.all(
        context.image.git.map(async (mapping, index) => {
          const base = bases[index] ?? head;
          const key = `${index} ${base} ${head}`;
          const changes = known.get(key) ?? readChanges(context, mapping, base, head);
          known.set(key, changes);
          return { mapping, base, head, changes: await changes };
        }),
      );
    },
  };
}

async function readChanges(
  context: StageContext,
  mapping: GitMappingNode,
  base: ObjectId,
  head: ObjectId,
): Promise<readonly Change[]> {
  return base === head ? [] : repositoryOf(context).changes(base, head, filterOf(mapping));
}
