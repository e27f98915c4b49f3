import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { createFileLocks } from "../../../../runtime/storage/lock/file-locks.ts";

const folder = mkdtempSync(join(tmpdir(), "builder-locks-"));
const locks = createFileLocks({ BUILDER_CACHE_DIR: folder });
const never = new AbortController().signal;

afterAll(() => rmSync(folder, { recursive: true }));

test("one holder at a time, each in its turn, and the result comes through", async () => {
  let holders = 0;
  const results = await Promise.all(
    [1, 2, 3, 4].map((number) =>
      locks.withLock(
        "stage/a:b",
        async () => {
          holders += 1;
          await sleep(20);
          expect(holders).toBe(1);
          holders -= 1;
          return number;
        },
        never,
      ),
    ),
  );
  expect(results).toEqual([1, 2, 3, 4]);
  expect(readdirSync(join(folder, "locks"))).toEqual([]);
});

test("different names do not wait for each other", async () => {
  const inner = locks.withLock("one", () => locks.withLock("two", () => Promise.resolve("both"), never), never);
  expect(await inner).toBe("both");
});

test("a holder that throws gives the lock back", async () => {
  await expect(locks.withLock("thrown", () => Promise.reject(new Error("inside")), never)).rejects.toThrow("inside");
  expect(await locks.withLock("thrown", () => Promise.resolve("free"), never)).toBe("free");
});

test("waiting ends with the signal's reason", async () => {
  const controller = new AbortController();
  await locks.withLock(
    "aborted",
    async () => {
      const waiting = locks.withLock("aborted", () => Promise.resolve(), controller.signal);
      setTimeout(() => controller.abort(new Error("Ctrl-C")), 50);
      await expect(waiting).rejects.toThrow("Ctrl-C");
    },
    never,
  );
});

test("the lock of a process that was killed is taken over", async () => {
  const module = join(import.meta.dirname, "../../../../node_modules/proper-lockfile/index.js");
  const locked = join(folder, "locks");
  await locks
    .withLock("killed", () => Promise.resolve(readdirSync(locked)), never)
    .then(async ([name]) => {
      const path = join(locked, String(name).replace(/\.lock$/, ""));
      const code = `require(${JSON.stringify(module)}).lock(${JSON.stringify(path)}, { realpath: false }).then(() => console.log("held")); setInterval(() => {}, 1000);`;
      const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
      await new Promise((resolve) => child.stdout.once("data", resolve));
      child.kill("SIGKILL");
    });
  expect(await locks.withLock("killed", () => Promise.resolve("taken over"), never)).toBe("taken over");
});
