import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Locks } from "../../runtime/storage/lock/lock.ts";
import { uniqueName } from "../support/engine.ts";

/** What every adapter of the port must keep. */
export interface LocksSubject {
  /** Another holder: what another process would have. */
  open(): Locks;
  /** How long a lock outlives a holder that died. */
  readonly leaseMs: number;
  /** TypeScript that evaluates to the same locks, for a process of its own; paths relative to the root of the project. */
  readonly expression: string;
  readonly imports: string;
}

const root = join(import.meta.dirname, "../..");
const never = new AbortController().signal;

export function locksContract(name: string, start: () => Promise<LocksSubject>, stop: () => Promise<void>): void {
  describe(name, () => {
    let subject: LocksSubject;
    const opened: Locks[] = [];
    const open = (): Locks => {
      const locks = subject.open();
      opened.push(locks);
      return locks;
    };

    beforeAll(async () => {
      subject = await start();
    });
    afterAll(async () => {
      for (const locks of opened) await locks.close();
      await stop();
    });

    test("one holder at a time, each in its turn, and the result comes through", async () => {
      const lock = uniqueName("stage/a:b");
      let holders = 0;
      const work = async (number: number): Promise<number> => {
        holders += 1;
        await sleep(20);
        expect(holders).toBe(1);
        holders -= 1;
        return number;
      };
      const results = [1, 2, 3, 4].map((number) => open().withLock(lock, () => work(number), never));
      expect(await Promise.all(results)).toEqual([1, 2, 3, 4]);
    });

    test("different names do not wait for each other", async () => {
      const locks = open();
      const [one, two] = [uniqueName("one"), uniqueName("two")];
      expect(await locks.withLock(one, () => locks.withLock(two, async () => "both", never), never)).toBe("both");
    });

    test("a holder that throws gives the lock back", async () => {
      const lock = uniqueName("thrown");
      const failing = open().withLock(lock, () => Promise.reject(new Error("inside")), never);
      await expect(failing).rejects.toThrow("inside");
      expect(await open().withLock(lock, async () => "free", never)).toBe("free");
    });

    test("waiting ends with the signal's reason, and what was waited for never runs", async () => {
      const lock = uniqueName("aborted");
      const controller = new AbortController();
      let ran = false;
      await open().withLock(
        lock,
        async () => {
          const waiting = open().withLock(
            lock,
            async () => {
              ran = true;
            },
            controller.signal,
          );
          setTimeout(() => controller.abort(new Error("Ctrl-C")), 50);
          await expect(waiting).rejects.toThrow("Ctrl-C");
        },
        never,
      );
      expect(ran).toBe(false);
    });

    test("each holder's token is greater than those before it", async () => {
      const lock = uniqueName("tokens");
      const tokens: number[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        await open().withLock(lock, async ({ token }) => void tokens.push(token), never);
      }
      expect(tokens).toEqual([...tokens].sort((a, b) => a - b));
      expect(new Set(tokens).size).toBe(4);
    });

    test("a holder that lives keeps the lock for longer than a lease", async () => {
      const lock = uniqueName("long");
      const order: string[] = [];
      let second: Promise<void> | undefined;
      await open().withLock(
        lock,
        async ({ lost }) => {
          second = open().withLock(lock, async () => void order.push("second"), never);
          await sleep(subject.leaseMs * 2.5);
          expect(lost.aborted).toBe(false);
          order.push("first");
        },
        never,
      );
      await second;
      expect(order).toEqual(["first", "second"]);
    });

    test("the lock of a process that was killed is free when its lease has ended", async () => {
      const lock = uniqueName("killed");
      await killWhileHolding(subject, lock);
      const startedMs = performance.now();
      expect(await open().withLock(lock, async () => "taken over", never)).toBe("taken over");
      // With room for a machine that does other things too.
      expect(performance.now() - startedMs).toBeLessThan(subject.leaseMs + 15_000);
    });
  });
}

/** Takes the lock in a process of its own, which is killed once it holds it. */
async function killWhileHolding({ imports, expression }: LocksSubject, lock: string): Promise<void> {
  const source = `${imports}
const locks = ${expression};
await locks.withLock(${JSON.stringify(lock)}, async () => {
  console.log("held");
  await new Promise((resolve) => setTimeout(resolve, 600_000));
}, new AbortController().signal);`;
  const bundled = await build({
    stdin: { contents: source, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "silent",
  });
  const child = spawn(process.execPath, ["--input-type=module", "--eval", bundled.outputFiles[0]?.text ?? ""], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  await Promise.race([
    new Promise((resolve) => child.stdout.once("data", resolve)),
    ended.then(() => Promise.reject(new Error(said))),
  ]);
  child.kill("SIGKILL");
  await ended;
}
