import type { CleanupNode } from "../../sdk/model/cleanup-node.ts";
import type { History } from "../git/history.ts";
import type { CleanupReport, CleanupResult } from "../report/cleanup-report.ts";
import type { StageHousekeeping, StoredEntry } from "../storage/housekeeping.ts";
import type { Lease, Locks } from "../storage/lock/lock.ts";
import { lockLost } from "./errors.ts";
import { type Decision, planCleanup, planPurge } from "./plan-cleanup.ts";

export interface CleanupOptions {
  readonly housekeeping: StageHousekeeping;
  readonly locks: Locks;
  readonly project: string;
  /** Names of the images in build.ts. */
  readonly images: readonly string[];
  readonly dryRun: boolean;
  /** Called for each entry that is gone. */
  readonly onRemoved: (entry: StoredEntry) => void;
  readonly signal: AbortSignal;
}

/** Removes what no policy keeps. `readHistory` is called only where the policy of the git history is on. */
export function cleanUp(
  options: CleanupOptions,
  cleanup: CleanupNode,
  readHistory: () => Promise<History>,
): Promise<CleanupReport> {
  return tidy("cleanup", options, async (entries) => {
    const history = cleanup.disable || cleanup.disableGitHistoryBasedPolicy ? undefined : await readHistory();
    return planCleanup({ entries, cleanup, history, nowMs: Date.now() });
  });
}

/** Removes everything of the project. */
export function purge(options: CleanupOptions): Promise<CleanupReport> {
  return tidy("purge", options, async (entries) => planPurge(entries));
}

/** One process at a time: what two of them decided at different moments must not mix. */
function tidy(
  command: CleanupReport["command"],
  options: CleanupOptions,
  decide: (entries: readonly StoredEntry[]) => Promise<readonly Decision[]>,
): Promise<CleanupReport> {
  const { housekeeping, locks, project, images, dryRun, signal } = options;
  const work = async (lease: Lease): Promise<CleanupReport> => {
    const decisions = await decide(await housekeeping.entries(images, signal));
    const failures = dryRun ? new Map<string, string>() : await remove(options, decisions, lease);
    const results = decisions.map((decision) => resultOf(decision, failures));
    const ok = failures.size === 0;
    return { schemaVersion: 1, command, dryRun, address: housekeeping.address, ok, results };
  };
  return locks.withLock(`cleanup-${housekeeping.address}-${project}`, work, signal);
}

/** Ends when the lock is lost: somebody else may be deciding anew. */
async function remove(
  { housekeeping, onRemoved, signal }: CleanupOptions,
  decisions: readonly Decision[],
  { lost }: Lease,
): Promise<ReadonlyMap<string, string>> {
  const entries = decisions.filter(({ action }) => action === "remove").map(({ entry }) => entry);
  try {
    return await housekeeping.remove(entries, onRemoved, AbortSignal.any([signal, lost]));
  } catch (error) {
    signal.throwIfAborted();
    throw lost.aborted ? lockLost(housekeeping.address, error) : error;
  }
}

function resultOf({ entry, action, reason }: Decision, failures: ReadonlyMap<string, string>): CleanupResult {
  const { kind, name } = entry;
  const failure = failures.get(name);
  return failure === undefined ? { kind, name, action, reason } : { kind, name, action: "failed", reason: failure };
}
