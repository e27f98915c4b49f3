import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";

/** A real Redis (Debian's redis-server) of a test's own, which keeps nothing on the disk. */
export interface TestRedis {
  /** `redis://127.0.0.1:PORT`. */
  readonly url: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Lets it answer nothing, without closing its connections. */
  pause(): void;
  /** All keys that it has. */
  keys(): readonly string[];
  /** Forgets everything. */
  flush(): void;
  stop(): Promise<void>;
}

export async function startRedis(options: { readonly password?: string } = {}): Promise<TestRedis> {
  await ensureInstalled();
  const folder = mkdtempSync(join(tmpdir(), "builder-redis-"));
  const port = await freePort();
  const config = join(folder, "redis.conf");
  const auth = options.password === undefined ? "" : `requirepass ${options.password}\n`;
  writeFileSync(config, `bind 127.0.0.1\nport ${port}\nsave ""\nappendonly no\ndir ${folder}\n${auth}`, {
    mode: 0o600,
  });
  const child = spawn("redis-server", [config], { stdio: "ignore" });
  const killNow = (): boolean => child.kill("SIGKILL");
  process.once("exit", killNow);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    killNow();
    await ended;
  };
  const ask = (...command: string[]): string =>
    execFileSync("redis-cli", ["-p", String(port), ...command], {
      encoding: "utf8",
      env: { ...process.env, ...(options.password === undefined ? {} : { REDISCLI_AUTH: options.password }) },
    });
  await ready(port, child);
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    pause: () => void child.kill("SIGSTOP"),
    keys: () => ask("keys", "*").split("\n").filter(Boolean).sort(),
    flush: () => void ask("flushall"),
    async stop() {
      process.off("exit", killNow);
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ensureInstalled(): Promise<void> {
  const isThere = (): boolean =>
    (process.env.PATH ?? "").split(":").some((directory) => existsSync(join(directory, "redis-server")));
  // Test files run in parallel and apt-get waits for its own lock. RUNLEVEL keeps Debian from starting one on port 6379.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const apt = ["-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"];
  for (let attempt = 1; !isThere(); attempt += 1) {
    if (process.getuid?.() !== 0) throw new Error("the tests need redis-server: apt-get install redis-server");
    try {
      execFileSync("apt-get", [...apt, "update"], { env, stdio: "ignore" });
      execFileSync("apt-get", [...apt, "install", "-y", "--no-install-recommends", "redis-server"], {
        env,
        stdio: "pipe",
      });
    } catch (error) {
      if (attempt === 3) throw error;
      await sleep(2000);
    }
  }
}

async function ready(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; !(await listens(port)); tries += 1) {
    if (tries > 500 || child.exitCode !== null) throw new Error("redis-server did not start");
    await sleep(20);
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
