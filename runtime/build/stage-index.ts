import type { Digest } from "../plan/digest.ts";
import type { StoredStage } from "../storage/storage.ts";

/** The stages that one listing of the storage returned, and those that this run has added since. */
export interface StageIndex {
  /** Oldest first. */
  all(): readonly StoredStage[];
  /** Those of one digest, oldest first. */
  of(digest: Digest): readonly StoredStage[];
  add(stage: StoredStage): void;
}

export function createStageIndex(listed: readonly StoredStage[]): StageIndex {
  const stages: StoredStage[] = [];
  const byDigest = new Map<Digest, StoredStage[]>();
  const add = (stage: StoredStage): void => {
    stages.push(stage);
    const siblings = byDigest.get(stage.digest);
    if (siblings === undefined) byDigest.set(stage.digest, [stage]);
    else siblings.push(stage);
  };
  listed.forEach(add);
  return { all: () => stages, of: (digest) => byDigest.get(digest) ?? [], add };
}
