import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Endpoint, formatEndpoint, resolveEndpoint } from "../engine/docker/endpoint.ts";
import { request } from "../engine/docker/request.ts";
import type { Environment } from "../util/cache-dir.ts";
import { engineDoesNotStart, foreignEngine, notRoot } from "./errors.ts";
import { findProgram } from "./find-program.ts";
import { runCommand } from "./run-command.ts";

const usualSocket = "/var/run/docker.sock";
const serviceWaitMs = 20_000;
const daemonWaitMs = 60_000;

/** Whether an engine answers. */
export async function engineAnswers(environment: Environment, signal?: AbortSignal): Promise<boolean> {
  return answers(resolveEndpoint(environment), signal);
}

/**
 * Starts Docker Engine where none answers: as the system's service, else `dockerd` itself in the background.
 * Errors: `SETUP.NOT_ROOT`, `SETUP.FOREIGN_ENGINE`, `SETUP.ENGINE_DOES_NOT_START`.
 */
export async function startEngine(
  environment: Environment,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const endpoint = resolveEndpoint(environment);
  if (await answers(endpoint, signal)) return;
  if (endpoint.kind !== "unix" || endpoint.socketPath !== usualSocket) throw foreignEngine(formatEndpoint(endpoint));
  if (process.getuid?.() !== 0) throw notRoot(["start Docker Engine"]);
  if (await startService(environment, endpoint, onStep, signal)) return;
  await startDaemon(environment, endpoint, onStep, signal);
}

async function startService(
  environment: Environment,
  endpoint: Endpoint,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const command = serviceCommand(environment);
  if (command === undefined) return false;
  onStep(command.join(" "));
  const [program = "", ...args] = command;
  const started = await runCommand(program, args, signal).then(
    () => true,
    () => false,
  );
  signal.throwIfAborted();
  return started && (await waitForAnswer(endpoint, serviceWaitMs, signal));
}

function serviceCommand(environment: Environment): readonly string[] | undefined {
  if (existsSync("/run/systemd/system")) return ["systemctl", "start", "docker"];
  const service = findProgram("service", environment.PATH);
  return service !== undefined && existsSync("/etc/init.d/docker") ? [service, "docker", "start"] : undefined;
}

async function startDaemon(
  environment: Environment,
  endpoint: Endpoint,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const log = join(existsSync("/var/log") ? "/var/log" : tmpdir(), "builder-dockerd.log");
  onStep(`dockerd (in the background, log: ${log})`);
  const file = openSync(log, "a");
  const child = spawn(findProgram("dockerd", environment.PATH) ?? "dockerd", [], {
    detached: true,
    stdio: ["ignore", file, file],
  });
  let ended = false;
  child.on("error", () => {
    ended = true;
  });
  child.on("exit", () => {
    ended = true;
  });
  child.unref();
  closeSync(file);
  if (await waitForAnswer(endpoint, daemonWaitMs, signal, () => ended)) return;
  throw engineDoesNotStart(log, readFileSync(log, "utf8").trimEnd().split("\n").slice(-10));
}

async function waitForAnswer(
  endpoint: Endpoint,
  waitMs: number,
  signal: AbortSignal,
  gaveUp = () => false,
): Promise<boolean> {
  for (const endMs = Date.now() + waitMs; Date.now() < endMs && !gaveUp(); ) {
    if (await answers(endpoint, signal)) return true;
    await sleep(200, undefined, { signal });
  }
  return answers(endpoint, signal);
}

function answers(endpoint: Endpoint, signal: AbortSignal | undefined): Promise<boolean> {
  return request(endpoint, "GET", "/_ping", signal).then(
    ({ status }) => status === 200,
    () => {
      signal?.throwIfAborted();
      return false;
    },
  );
}
