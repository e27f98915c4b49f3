import { randomBytes } from "node:crypto";
import type { Diagnostic } from "../../../sdk/errors/builder-error.ts";
import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import { accessRefused, serviceLost } from "./errors.ts";
import type { Lease, Locks } from "./lock.ts";
import type { LockService } from "./lock-service.ts";
import { openRedis, type RedisConnection } from "./redis-connection.ts";
import { waitForLock } from "./wait-for-lock.ts";

export interface RedisLocksOptions {
  readonly service: LockService;
  /** Used from the moment on when the service does not answer. */
  readonly fallback: Locks;
  /** Told once, when the service is lost. */
  readonly onLost: (diagnostic: Diagnostic) => void;
  /** How long a lock outlives a holder that died. @default 10000 */
  readonly leaseMs?: number;
  /** How long one command may take. @default 3000 */
  readonly timeoutMs?: number;
}

/**
 * Locks between all machines that reach one Redis: a key with a time to live, made longer while its holder lives. Correctness
 * does not rest on them, so a service that is lost ends nothing: the run goes on with the fallback.
 */
export function createRedisLocks(options: RedisLocksOptions): Locks {
  const { service, fallback, onLost, leaseMs = 10_000, timeoutMs = 3000 } = options;
  let opened: Promise<RedisConnection> | undefined;
  let isLost = false;

  const connection = (): Promise<RedisConnection> => {
    opened ??= openRedis(service, timeoutMs);
    return opened;
  };
  const lose = (why: string): void => {
    if (!isLost) onLost(serviceLost(service.address, why));
    isLost = true;
  };

  /** Undefined when the service was lost meanwhile. */
  async function acquire(name: string, signal: AbortSignal): Promise<Held | undefined> {
    const owner = randomBytes(12).toString("hex");
    try {
      const redis = await connection();
      const token = await waitForLock(() => redis.acquire(name, owner, leaseMs), signal);
      return hold({ redis, name, owner, token, leaseMs, onLost: lose });
    } catch (error) {
      signal.throwIfAborted();
      if (isBuilderError(error)) throw error;
      if (isRefusal(error)) throw accessRefused(service.address, error);
      lose(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  return {
    async withLock(name, use, signal) {
      const held = isLost ? undefined : await acquire(name, signal);
      if (held === undefined) return fallback.withLock(name, use, signal);
      try {
        return await use(held.lease);
      } finally {
        await held.release();
      }
    },
    async close() {
      const redis = await opened?.catch(() => undefined);
      redis?.close();
      await fallback.close();
    },
  };
}

interface Held {
  readonly lease: Lease;
  release(): Promise<void>;
}

interface Holding {
  readonly redis: RedisConnection;
  readonly name: string;
  readonly owner: string;
  readonly token: number;
  readonly leaseMs: number;
  readonly onLost: (why: string) => void;
}

/** Keeps the key alive until it is released. */
function hold({ redis, name, owner, token, leaseMs, onLost }: Holding): Held {
  const lost = new AbortController();
  let extendedMs = performance.now();
  let beating = Promise.resolve();
  const lose = (why: string): void => {
    clearInterval(timer);
    lost.abort(new Error(why));
    onLost(why);
  };
  const beat = async (): Promise<void> => {
    const sentMs = performance.now();
    try {
      if (await redis.extend(name, owner, leaseMs)) extendedMs = sentMs;
      else lose("it has forgotten a lock that was held");
    } catch (error) {
      // It may come back before the lease ends.
      if (performance.now() - extendedMs >= leaseMs) lose(error instanceof Error ? error.message : String(error));
    }
  };
  const timer = setInterval(() => {
    beating = beating.then(() => (lost.signal.aborted ? undefined : beat()));
  }, leaseMs * 0.3);
  return {
    lease: { token, lost: lost.signal },
    async release() {
      clearInterval(timer);
      await beating;
      // A key that cannot be removed ends with its lease.
      if (!lost.signal.aborted) await redis.release(name, owner).catch(() => {});
    },
  };
}

/** Redis's own words for a missing or wrong password, and for an account without the right. */
function isRefusal(error: unknown): boolean {
  const words = /\b(NOAUTH|WRONGPASS|NOPERM|invalid password|invalid username-password)\b/i;
  return error instanceof Error && words.test(error.message);
}
