import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";

/** A real registry (Debian's docker-registry) of a test's own. */
export interface TestRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** Where it keeps its files, for tests that damage them. */
  readonly directory: string;
  stop(): Promise<void>;
}

export interface TestRegistryOptions {
  readonly basic?: { readonly username: string; readonly password: string };
  readonly token?: {
    readonly realm: string;
    readonly service: string;
    readonly issuer: string;
    readonly certificate: string;
  };
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** Starts a registry on a free loopback port, with deleting switched on. */
export async function startRegistry(options: TestRegistryOptions = {}): Promise<TestRegistry> {
  await ensureInstalled(options.basic ? ["docker-registry", "htpasswd"] : ["docker-registry"]);
  const directory = await mkdtemp(join(tmpdir(), "builder-registry-"));
  const host = `127.0.0.1:${await freePort()}`;
  const config = join(directory, "config.json");
  await writeFile(config, JSON.stringify(await configOf(options, host, directory)), { mode: 0o600 });
  const child = spawn("docker-registry", ["serve", config], { stdio: ["ignore", "ignore", "pipe"] });
  const log: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => log.push(chunk.toString()));
  const kill = (): boolean => child.kill("SIGKILL");
  process.once("exit", kill);
  const stop = async (): Promise<void> => {
    process.off("exit", kill);
    await end(child);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await ready(host, child);
  } catch (error) {
    await stop();
    throw new Error(`docker-registry did not start:\n${log.join("")}`, { cause: error });
  }
  return { host, directory, stop };
}

const packages: Readonly<Record<string, string>> = { "docker-registry": "docker-registry", htpasswd: "apache2-utils" };

/** Installs what is missing, on Debian and Ubuntu as root. */
async function ensureInstalled(programs: readonly string[]): Promise<void> {
  const missing = programs.filter((program) => !isInstalled(program)).map((program) => packages[program] ?? program);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0)
    throw new Error(`the tests need ${missing.join(" ")}: apt-get install ${missing.join(" ")}`);
  // Test files run in parallel, apt-get does not: it waits for its own lock instead of failing.
  const apt = ["-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"];
  // RUNLEVEL keeps Debian from starting a registry of its own on port 5000.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const stillMissing = (): boolean => programs.some((program) => !isInstalled(program));
  for (let attempt = 1; stillMissing(); attempt += 1) {
    try {
      execFileSync("apt-get", [...apt, "update"], { env, stdio: "ignore" });
      execFileSync("apt-get", [...apt, "install", "-y", "--no-install-recommends", ...missing], { env, stdio: "pipe" });
    } catch (error) {
      if (attempt === 3) throw error;
      await sleep(2000);
    }
  }
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? "").split(":").some((directory) => existsSync(join(directory, program)));
}

async function configOf(options: TestRegistryOptions, host: string, directory: string): Promise<unknown> {
  const { basic, token, tls } = options;
  const file = async (name: string, text: string): Promise<string> => {
    const path = join(directory, name);
    await writeFile(path, text);
    await chmod(path, 0o600);
    return path;
  };
  return {
    version: "0.1",
    log: { level: "warn" },
    storage: { filesystem: { rootdirectory: join(directory, "data") }, delete: { enabled: true } },
    http: {
      addr: host,
      secret: "only for tests",
      ...(tls && { tls: { certificate: await file("tls.crt", tls.certificate), key: await file("tls.key", tls.key) } }),
    },
    ...(basic && { auth: { htpasswd: { realm: "tests", path: await file("htpasswd", htpasswd(basic)) } } }),
    ...(token && {
      auth: {
        token: {
          realm: token.realm,
          service: token.service,
          issuer: token.issuer,
          rootcertbundle: await file("token.crt", token.certificate),
        },
      },
    }),
  };
}

function htpasswd({ username, password }: { readonly username: string; readonly password: string }): string {
  return execFileSync("htpasswd", ["-niB", username], { input: password, encoding: "utf8" });
}

async function ready(host: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await listens(host))) {
    if (child.exitCode !== null) throw new Error(`it ended with exit code ${child.exitCode}`);
    if (Date.now() > deadline) throw new Error("it does not listen");
    await sleep(20);
  }
}

function listens(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(host.split(":")[1]), "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}
