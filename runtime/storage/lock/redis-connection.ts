import type { Redis } from "ioredis";
import { clientMissing } from "./errors.ts";
import type { LockService } from "./lock-service.ts";

/** The few commands that locks are made of. Whatever fails throws. */
export interface RedisConnection {
  /** The token; undefined while somebody else holds it. */
  acquire(name: string, owner: string, leaseMs: number): Promise<number | undefined>;
  /** False when the lock is not the owner's any more. */
  extend(name: string, owner: string, leaseMs: number): Promise<boolean>;
  release(name: string, owner: string): Promise<void>;
  close(): void;
}

const prefix = "builder:lock:";
/** Outside the names of locks; one counter for all of them, so that none stays behind for each. */
const counter = "builder:lock-tokens";

/** Redis runs a script as one step: nobody comes between looking and writing. */
const acquireScript = `if redis.call("exists", KEYS[1]) == 1 then return 0 end
local token = redis.call("incr", KEYS[2])
redis.call("set", KEYS[1], ARGV[1], "px", ARGV[2])
return token`;
const extendScript = `if redis.call("get", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("pexpire", KEYS[1], ARGV[2])`;
const releaseScript = `if redis.call("get", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("del", KEYS[1])`;

/** Errors: `LOCKS.CLIENT`. Connects with the first command. */
export async function openRedis({ url }: LockService, timeoutMs: number): Promise<RedisConnection> {
  const redis = await createClient(url, timeoutMs);
  // Without a listener ioredis prints them; every command that fails says so itself.
  redis.on("error", () => {});
  return {
    async acquire(name, owner, leaseMs) {
      const token = Number(await redis.eval(acquireScript, 2, prefix + name, counter, owner, leaseMs));
      return token === 0 ? undefined : token;
    },
    extend: async (name, owner, leaseMs) =>
      Number(await redis.eval(extendScript, 1, prefix + name, owner, leaseMs)) === 1,
    release: async (name, owner) => void (await redis.eval(releaseScript, 1, prefix + name, owner)),
    close: () => redis.disconnect(),
  };
}

/** A command fails at once when the service is gone: waiting for it to come back would cost more than a duplicate build. */
async function createClient(url: string, timeoutMs: number): Promise<Redis> {
  const ioredis = await import("ioredis").catch((error: unknown) => {
    throw clientMissing(error);
  });
  return new ioredis.Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1000),
    connectionName: "builder",
  });
}
