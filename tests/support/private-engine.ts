import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createDockerEngine } from "../../runtime/engine/docker/create-docker-engine.ts";
import type { Engine } from "../../runtime/engine/engine.ts";
import { engineAnswers } from "../../runtime/setup/start-engine.ts";

/** A dockerd of one test's own, which may be killed or run out of disk. Needs root. */
export interface PrivateEngine {
  readonly engine: Engine;
  /** DOCKER_HOST and a cache directory of its own. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the daemon as a crash would. */
  kill(): void;
  stop(): Promise<void>;
}

export interface PrivateEngineOptions {
  readonly diskMegabytes: number;
  /** `127.0.0.1:PORT` of this machine that the engine shall reach under the same name. @default nothing at all */
  readonly reach?: string;
}

export async function startPrivateEngine(options: number | PrivateEngineOptions): Promise<PrivateEngine> {
  const { diskMegabytes, reach } = typeof options === "number" ? { diskMegabytes: options } : options;
  const folder = mkdtempSync(join(tmpdir(), "builder-dockerd-"));
  const [data, exec] = [join(folder, "data"), join(folder, "exec")];
  mkdirSync(data);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${diskMegabytes}m`, "tmpfs", data]);
  const host = `unix://${folder}/docker.sock`;
  const environment = { ...process.env, DOCKER_HOST: host };
  const log = openSync(join(folder, "log"), "a");
  const args = ["--host", host, "--data-root", data, "--exec-root", exec, "--pidfile", join(folder, "pid")];
  // In a network of its own: a dockerd with --bridge=none removes docker0, which belongs to the machine's engine.
  const dockerd = ["dockerd", ...args, "--bridge=none", "--iptables=false"];
  const bridge = reach === undefined ? undefined : await bridgeTo(reach, folder);
  const daemon = spawn("unshare", ["--net", ...(bridge?.command ?? []), ...dockerd], { stdio: ["ignore", log, log] });
  for (let tries = 0; !(await engineAnswers(environment)); tries += 1) {
    if (tries > 300 || daemon.exitCode !== null)
      throw new Error(readFileSync(join(folder, "log"), "utf8").slice(-2000));
    await sleep(100);
  }
  return {
    environment,
    engine: createDockerEngine({ environment }),
    kill: () => daemon.kill("SIGKILL"),
    async stop() {
      daemon.kill("SIGTERM");
      for (let tries = 0; daemon.exitCode === null && daemon.signalCode === null && tries < 100; tries += 1)
        await sleep(100);
      await endProcessesOf(folder);
      bridge?.stop();
      unmountBelow(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A way out of a network of one's own: a socket in the file system, which knows no network, with a forwarder at either end.
 * The command runs another one inside and forwards for it.
 */
async function bridgeTo(host: string, folder: string): Promise<{ readonly command: string[]; stop(): void }> {
  const [address = "", port = ""] = host.split(":");
  const socket = join(folder, "registry.sock");
  const server = createServer((inner) => {
    const outer = connect(Number(port), address);
    inner.pipe(outer).pipe(inner);
    inner.on("error", () => outer.destroy());
    outer.on("error", () => inner.destroy());
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const forward = `const net = require("node:net"); net.createServer((inner) => {
    const outer = net.connect(${JSON.stringify(socket)});
    inner.pipe(outer).pipe(inner);
    inner.on("error", () => outer.destroy());
    outer.on("error", () => inner.destroy());
  }).listen(${port}, ${JSON.stringify(address)});`;
  const script = `/bin/busybox ip link set lo up && { "$1" -e "$2" & } && shift 2 && exec "$@"`;
  return { command: ["sh", "-c", script, "sh", process.execPath, forward], stop: () => server.close() };
}

/** A daemon that was killed leaves containerd, its shims and what runs in containers; all name the folder or come from a shim. */
async function endProcessesOf(folder: string): Promise<void> {
  const own = processes().filter((each) => each.command.includes(folder));
  const children = processes().filter((each) => own.some((parent) => parent.pid === each.parent));
  for (const { pid } of [...children, ...own]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
  await sleep(200);
}

function processes(): readonly { readonly pid: number; readonly parent: number; readonly command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
        return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, "utf8") }];
      } catch {
        return [];
      }
    });
}

function unmountBelow(folder: string): void {
  const mounted = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((path) => path.startsWith(`${folder}/`));
  for (const path of mounted.sort().reverse()) execFileSync("umount", ["--lazy", path]);
}
