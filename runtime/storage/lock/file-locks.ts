import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheDir, type Environment } from "../../util/cache-dir.ts";
import type { Lease, Locks } from "./lock.ts";
import { waitForLock } from "./wait-for-lock.ts";

export interface FileLocksOptions {
  /**
   * A holder that has not been heard of for so long is dead. A busy disk keeps a living one from being heard of for seconds:
   * with 5000, eight builders on two cores took one another for dead. @default 15000
   */
  readonly leaseMs?: number;
}

interface Held {
  readonly lease: Lease;
  release(): Promise<void>;
}

/** Locks between the processes of one machine, as directories in the cache directory. */
export function createFileLocks(environment: Environment, { leaseMs = 15_000 }: FileLocksOptions = {}): Locks {
  const directory = join(cacheDir(environment), "locks");
  return {
    async withLock(name, use, signal) {
      const { lease, release } = await acquire(join(directory, fileName(name)), leaseMs, signal);
      try {
        return await use(lease);
      } finally {
        // Somebody who took us for dead may hold it now; a duplicate build is all that costs.
        await release().catch(() => {});
      }
    },
    close: async () => {},
  };
}

async function acquire(path: string, leaseMs: number, signal: AbortSignal): Promise<Held> {
  const { lock } = await import("proper-lockfile");
  await mkdir(join(path, ".."), { recursive: true });
  return waitForLock(async () => {
    const lost = new AbortController();
    const options = {
      realpath: false,
      stale: leaseMs,
      update: leaseMs * 0.3,
      onCompromised: (reason: Error) => lost.abort(reason),
    };
    try {
      const release = await lock(path, options);
      return { release, lease: { token: monotonicMicroseconds(), lost: lost.signal } };
    } catch (error) {
      if (isHeld(error)) return undefined;
      throw error;
    }
  }, signal);
}

/** All processes of a machine read the same clock, which nobody can set back; a reboot leaves no holder. */
function monotonicMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** Readable where the name allows it, and never too long. */
function fileName(name: string): string {
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 16);
  return `${name.replace(/[^a-zA-Z0-9_.-]+/g, "_").slice(0, 80)}-${hash}`;
}

function isHeld(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ELOCKED";
}
