import type { Engine } from "../engine/engine.ts";
import type { EventListener } from "../report/events.ts";
import type { RunRegistry } from "./run-registry.ts";

/** Who owns what is in the engine: notes this run while it builds, and removes what runs that died have left. */
export interface Ownership {
  /** Notes the run; later calls return the same id. */
  beginRun(): Promise<string>;
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
    await runs.forgetDeadRuns();
  };
  return {
    beginRun() {
      begun ??= runs.beginRun().then((runId) => {
        // Runs whose notes are elsewhere or lost are found in the engine alone; nothing waits for that.
        sweeping ??= sweep().catch(() => {});
        return runId;
      });
      return begun;
    },
    async clearDeadRuns() {
      if (await runs.hasDeadRuns()) await sweep();
    },
    async endRun() {
      await sweeping;
      if (begun !== undefined) await runs.endRun(await begun);
    },
  };
}
