import pLimit from "p-limit";
import type { Digest } from "../plan/digest.ts";
import type { ListedStage, StoredStage } from "../storage/storage.ts";
import type { SavedStage } from "./saved-stage.ts";

/** The stages that one listing of the storage returned, and those that this run has added since. */
export interface StageIndex {
  /** Those of one digest, in the order in which they are preferred. */
  of(digest: Digest): readonly ListedStage[];
  /** What a stage holds; undefined where it is gone or damaged, which makes the index forget it. */
  read(stage: ListedStage): Promise<StoredStage | undefined>;
  /** The newest stages, to compare with: few enough to be read. */
  recent(): Promise<readonly StoredStage[]>;
  /** `saving`: what will become of a stage that was built and is on its way to the storage. */
  add(stage: StoredStage, saving?: Promise<SavedStage>): void;
  /** Takes in what a later listing has shown. */
  refresh(listed: readonly ListedStage[]): void;
  savingOf(stage: ListedStage): Promise<SavedStage> | undefined;
  remove(stage: ListedStage): void;
}

/** A storage that is not on this machine takes two requests for a stage that was never read here. */
const recentLimit = 100;
const readsAtOnce = 8;

export function createStageIndex(
  listed: readonly ListedStage[],
  readStage: (stage: ListedStage) => Promise<StoredStage | undefined>,
): StageIndex {
  const byDigest = new Map<Digest, ListedStage[]>();
  const contents = new Map<string, Promise<StoredStage | undefined>>();
  const savings = new Map<string, Promise<SavedStage>>();
  let recent: Promise<readonly StoredStage[]> | undefined;

  const insert = (stage: ListedStage): void => {
    const siblings = byDigest.get(stage.digest) ?? [];
    byDigest.set(stage.digest, [...siblings, stage].sort(byAge));
  };
  const remove = ({ digest, reference }: ListedStage): void => {
    const others = (byDigest.get(digest) ?? []).filter((stage) => stage.reference !== reference);
    byDigest.set(digest, others);
    savings.delete(reference);
  };
  const read = async (stage: ListedStage): Promise<StoredStage | undefined> => {
    // Not kept by its name, which a stage of somebody else may have too.
    if (isStored(stage)) return stage;
    const known = contents.get(stage.reference) ?? readOrForget(stage);
    contents.set(stage.reference, known);
    return known;
  };
  const readOrForget = async (stage: ListedStage): Promise<StoredStage | undefined> => {
    const stored = await readStage(stage);
    if (stored === undefined) remove(stage);
    return stored;
  };
  const readRecent = async (): Promise<readonly StoredStage[]> => {
    const all = [...byDigest.values()].flat();
    const newest = all.filter((stage) => !isStored(stage)).sort((a, b) => b.timestampMs - a.timestampMs);
    const places = pLimit(readsAtOnce);
    const read = await Promise.all(newest.slice(0, recentLimit).map((stage) => places(() => readSoftly(stage))));
    return [...all.filter(isStored), ...read.filter((stage) => stage !== undefined)];
  };
  /** An explanation is not worth a failure. */
  const readSoftly = (stage: ListedStage): Promise<StoredStage | undefined> => read(stage).catch(() => undefined);

  for (const stage of listed) insert(stage);
  return {
    of: (digest) => byDigest.get(digest) ?? [],
    read,
    recent() {
      recent ??= readRecent();
      return recent;
    },
    add(stage, saving) {
      insert(stage);
      if (saving !== undefined) savings.set(stage.reference, saving);
    },
    refresh(later) {
      for (const stage of later) {
        const siblings = byDigest.get(stage.digest) ?? [];
        if (!siblings.some(({ reference }) => reference === stage.reference)) insert(stage);
      }
    },
    savingOf: ({ reference }) => savings.get(reference),
    remove,
  };
}

/** The oldest first, as storages list them; what a later listing shows may be older than what is known. */
function byAge(a: ListedStage, b: ListedStage): number {
  return a.timestampMs - b.timestampMs || (a.reference < b.reference ? -1 : 1);
}

function isStored(stage: ListedStage): stage is StoredStage {
  return "labels" in stage && "imageId" in stage;
}
