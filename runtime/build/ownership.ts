import type { Engine } from "../engine/engine.ts";
import type { EventListener } from "../report/events.ts";
import { type Leftover, removeLeftover } from "./leftover.ts";
import type { RunRegistry } from "./run-registry.ts";

/** Who owns what is in the engine: notes this run while it builds, and removes what runs that died have left. */
export interface Ownership {
  /** Notes the run; later calls return the same id. */
  beginRun(): Promise<string>;
  /** Notes what the next run shall remove should this one be killed; the function that is returned takes that back. */
  claim(leftover: Leftover): Promise<() => Promise<void>>;
  /** Removes what the dead have left, where a run is known to have died on this machine. Cheap when none has. */
  clearDeadRuns(): Promise<void>;
  endRun(): Promise<void>;
}

export function createOwnership(engine: Engine, runs: RunRegistry, onEvent: EventListener): Ownership {
  let begun: Promise<string> | undefined;
  let sweeping: Promise<void> | undefined;
  const sweep = async (): Promise<void> => {
    for (const removed of await engine.sweep(runs.isDead)) {
      onEvent({ kind: "note", text: `removed what a run that died had left: ${removed}` });
    }
    // Another run may be removing it, too; what a container still uses has its own mark.
    for (const leftover of await runs.leftovers()) await removeLeftover(engine, leftover).catch(() => {});
    await runs.forgetDeadRuns();
  };
  const beginRun = (): Promise<string> => {
    begun ??= runs.beginRun().then((runId) => {
      // Runs whose notes are elsewhere or lost are found in the engine alone; nothing waits for that.
      sweeping ??= sweep().catch(() => {});
      return runId;
    });
    return begun;
  };
  return {
    beginRun,
    async claim(leftover) {
      const runId = await beginRun();
      await runs.claim(runId, leftover);
      return () => runs.release(runId, leftover);
    },
    async clearDeadRuns() {
      if (runs.hasDeadRuns()) await sweep();
    },
    async endRun() {
      await sweeping;
      if (begun !== undefined) await runs.endRun(await begun);
    },
  };
}
