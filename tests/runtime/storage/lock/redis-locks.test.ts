import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFileLocks } from "../../../../runtime/storage/lock/file-locks.ts";
import type { Locks } from "../../../../runtime/storage/lock/lock.ts";
import { parseLockService } from "../../../../runtime/storage/lock/lock-service.ts";
import { createRedisLocks } from "../../../../runtime/storage/lock/redis-locks.ts";
import type { Diagnostic } from "../../../../sdk/errors/builder-error.ts";
import { locksContract } from "../../../contracts/locks.contract.ts";
import { startRedis, type TestRedis } from "../../../support/redis.ts";

const never = new AbortController().signal;
const leaseMs = 1500;
const folder = mkdtempSync(join(tmpdir(), "builder-locks-"));
let shared: TestRedis;

beforeAll(async () => {
  shared = await startRedis();
});
afterAll(async () => {
  await shared.stop();
  rmSync(folder, { recursive: true, force: true });
});

function open(url: string, warnings: Diagnostic[] = [], timeoutMs = 1000): Locks {
  return createRedisLocks({
    service: parseLockService(url, "environment"),
    fallback: createFileLocks({ BUILDER_CACHE_DIR: folder }),
    onLost: (warning) => warnings.push(warning),
    leaseMs,
    timeoutMs,
  });
}

locksContract(
  "locks in Redis",
  async () => {
    shared ??= await startRedis();
    const { url } = shared;
    return {
      leaseMs,
      open: () => open(url),
      imports: `import { createRedisLocks } from "./runtime/storage/lock/redis-locks.ts";`,
      expression: `createRedisLocks({ service: { url: "${url}", address: "" }, leaseMs: ${leaseMs}, onLost() {} })`,
    };
  },
  async () => {},
);

test("nothing but the counter of tokens stays in Redis", async () => {
  const redis = await startRedis();
  const locks = open(redis.url);
  expect(await locks.withLock("a stage", async () => redis.keys(), never)).toEqual([
    "builder:lock-tokens",
    "builder:lock:a stage",
  ]);
  expect(redis.keys()).toEqual(["builder:lock-tokens"]);
  await locks.close();
  await redis.stop();
});

test("a service that dies while a lock is held ends nothing, is told once, and locks of this machine are used from then on", async () => {
  const redis = await startRedis();
  const warnings: Diagnostic[] = [];
  const locks = open(redis.url, warnings);
  const result = await locks.withLock(
    "held",
    async ({ lost }) => {
      await redis.kill();
      await new Promise((resolve) => lost.addEventListener("abort", resolve));
      return "done";
    },
    never,
  );
  expect(result).toBe("done");
  let holders = 0;
  const alone = async (): Promise<void> => {
    holders += 1;
    expect(holders).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    holders -= 1;
  };
  await Promise.all([locks.withLock("x", alone, never), locks.withLock("x", alone, never)]);
  expect(warnings.map(({ code }) => code)).toEqual(["LOCKS.LOST"]);
  await locks.close();
  await redis.stop();
});

test("a service that is silent is given up", async () => {
  const redis = await startRedis();
  const warnings: Diagnostic[] = [];
  const locks = open(redis.url, warnings, 300);
  redis.pause();
  expect(await locks.withLock("silent", async () => "built", never)).toBe("built");
  expect(warnings.map(({ code }) => code)).toEqual(["LOCKS.LOST"]);
  await locks.close();
  await redis.stop();
});

test("a service that has forgotten its locks lets both go on and tells the first", async () => {
  const redis = await startRedis();
  const [first, second] = [open(redis.url), open(redis.url)];
  await first.withLock(
    "forgotten",
    async ({ lost }) => {
      redis.flush();
      expect(await second.withLock("forgotten", async () => "second", never)).toBe("second");
      if (!lost.aborted) await new Promise((resolve) => lost.addEventListener("abort", resolve));
    },
    never,
  );
  await Promise.all([first.close(), second.close()]);
  await redis.stop();
});

test("an address that nobody answers at is told, and the run goes on", async () => {
  const warnings: Diagnostic[] = [];
  const locks = open("redis://somebody:s3cret-word@127.0.0.1:1/2", warnings);
  expect(await locks.withLock("nobody", async () => "built", never)).toBe("built");
  expect(warnings).toEqual([
    expect.objectContaining({
      code: "LOCKS.LOST",
      message: "the lock service redis://127.0.0.1:1/2 does not answer; going on with locks of this machine alone",
    }),
  ]);
  expect(JSON.stringify(warnings)).not.toContain("s3cret-word");
  await locks.close();
});

test("the right password opens, a wrong one is an error that does not show it", async () => {
  const redis = await startRedis({ password: "right-word" });
  const withPassword = (password: string): Locks => open(redis.url.replace("//", `//:${password}@`));
  const right = withPassword("right-word");
  expect(await right.withLock("a", async () => redis.keys(), never)).toContain("builder:lock:a");
  for (const locks of [withPassword("wrong-word"), open(redis.url)]) {
    const failure = await locks.withLock("a", async () => "never", never).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "LOCKS.DENIED" });
    expect(String(failure)).not.toContain("wrong-word");
    await locks.close();
  }
  await right.close();
  await redis.stop();
});
