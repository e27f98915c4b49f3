import { setTimeout as sleep } from "node:timers/promises";

/** What has changed and was not yet dealt with. */
export interface Changes {
  add(paths: readonly string[]): void;
  /** Waits until something has changed and then nothing more for a moment. */
  settled(signal: AbortSignal): Promise<void>;
  /** All since the last time. */
  take(): readonly string[];
}

/** An editor writes a file in several steps, and git many files. */
const quietMs = 60;
/** Who writes without pause is served nevertheless. */
const longestMs = 1000;

export function createChanges(): Changes {
  let paths = new Set<string>();
  let lastMs = 0;
  let wake = (): void => {};
  return {
    add(added) {
      for (const path of added) paths.add(path);
      lastMs = performance.now();
      wake();
    },
    async settled(signal) {
      if (paths.size === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
      const startedMs = performance.now();
      while (!signal.aborted) {
        const now = performance.now();
        if (now - lastMs >= quietMs || now - startedMs >= longestMs) return;
        await sleep(quietMs - (now - lastMs), undefined, { signal }).catch(() => {});
      }
    },
    take() {
      const taken = [...paths];
      paths = new Set();
      return taken;
    },
  };
}
