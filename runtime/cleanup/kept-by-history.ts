import type { GitReference, History } from "../git/history.ts";
import type { SelectedReference } from "./select-references.ts";
import { isWithinLimit } from "./within-limit.ts";

/** That an image of a commit is a stage. */
export interface CommitRecord {
  readonly image: string;
  readonly commit: string;
  readonly id: string;
}

/** Why a stage stays: the first reference that was found to need it. */
export interface HistoryReason {
  readonly image: string;
  readonly commit: string;
  readonly reference: GitReference;
}

export interface KeptByHistory {
  /** By the stages' ids. */
  readonly stages: ReadonlyMap<string, HistoryReason>;
  /** Those by which the stages were found; all others are of no use any more. */
  readonly records: ReadonlySet<CommitRecord>;
}

/**
 * Goes back from each reference, breadth first, and keeps the images that are met first (spec §12.2): each image of the
 * project by itself, each stage of it once, however many commits it serves. Of a tag only its own commit counts.
 */
export function keptByHistory(
  selected: readonly SelectedReference[],
  history: Pick<History, "commit">,
  records: readonly CommitRecord[],
  nowMs: number,
): KeptByHistory {
  const byCommit = groupByCommit(records);
  const stages = new Map<string, HistoryReason>();
  const used = new Set<CommitRecord>();
  for (const { reference, imagesPerReference } of selected) {
    const met = new Map<string, Set<string>>();
    for (const { commit, timeUnix } of commitsOf(reference, history)) {
      for (const record of byCommit.get(commit) ?? []) {
        const ids = met.get(record.image) ?? new Set();
        met.set(record.image, ids);
        const index = ids.has(record.id) ? ids.size - 1 : ids.size;
        ids.add(record.id);
        if (!isWithinLimit(imagesPerReference, index, timeUnix, nowMs)) continue;
        used.add(record);
        if (!stages.has(record.id)) stages.set(record.id, { image: record.image, commit, reference });
      }
    }
  }
  return { stages, records: used };
}

function groupByCommit(records: readonly CommitRecord[]): ReadonlyMap<string, readonly CommitRecord[]> {
  const groups = new Map<string, CommitRecord[]>();
  for (const record of records) {
    const group = groups.get(record.commit);
    if (group === undefined) groups.set(record.commit, [record]);
    else group.push(record);
  }
  return groups;
}

function* commitsOf(
  { type, commit: head }: GitReference,
  history: Pick<History, "commit">,
): Generator<{ readonly commit: string; readonly timeUnix: number }> {
  const queue = new Set([head]);
  // A Set hands out what is added while it is walked, and each only once.
  for (const id of queue) {
    const commit = history.commit(id);
    if (commit === undefined) continue;
    yield { commit: id, timeUnix: commit.timeUnix };
    if (type === "tag") return;
    for (const parent of commit.parents) queue.add(parent);
  }
}
