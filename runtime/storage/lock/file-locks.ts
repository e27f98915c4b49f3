import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheDir, type Environment } from "../../util/cache-dir.ts";
import type { Locks } from "./lock.ts";

/** A holder that has not been heard of for so long is dead. */
const staleMs = 5000;
const heartbeatMs = 1500;
const pollMs = { min: 20, max: 300 } as const;

/** Locks between the processes of one machine, as directories in the cache directory. */
export function createFileLocks(environment: Environment): Locks {
  const directory = join(cacheDir(environment), "locks");
  return {
    async withLock(name, use, signal) {
      const release = await acquire(join(directory, fileName(name)), signal);
      try {
        return await use();
      } finally {
        // Somebody who took us for dead may hold it now; a duplicate build is all that costs.
        await release().catch(() => {});
      }
    },
  };
}

async function acquire(path: string, signal: AbortSignal): Promise<() => Promise<void>> {
  const { lock } = await import("proper-lockfile");
  await mkdir(join(path, ".."), { recursive: true });
  for (let waitMs: number = pollMs.min; ; waitMs = Math.min(waitMs * 1.5, pollMs.max)) {
    signal.throwIfAborted();
    try {
      return await lock(path, { realpath: false, stale: staleMs, update: heartbeatMs, onCompromised: () => {} });
    } catch (error) {
      if (!isHeld(error)) throw error;
    }
    await sleep(waitMs * (0.5 + Math.random()), undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** Readable where the name allows it, and never too long. */
function fileName(name: string): string {
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 16);
  return `${name.replace(/[^a-zA-Z0-9_.-]+/g, "_").slice(0, 80)}-${hash}`;
}

function isHeld(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ELOCKED";
}
