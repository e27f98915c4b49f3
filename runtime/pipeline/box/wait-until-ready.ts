import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceNode } from "../../../sdk/model/pipeline-node.ts";
import type { Box } from "../../engine/boxes.ts";
import { serviceFailed, serviceNotReady } from "../errors.ts";
import { quoteLiteral } from "../text/shell-quote.ts";

/** Between two looks at a service: much shorter than an engine's own health checks, which begin after 30 s. */
const pauseMs = 200;

/**
 * Waits until a service works: its image's own health check passes, or else all its TCP ports accept connections. One that says neither is not
 * waited for. Errors: `PIPELINE.SERVICE_FAILED`, `PIPELINE.SERVICE_NOT_READY`.
 */
export async function waitUntilReady(
  service: ServiceNode,
  box: Box,
  lastLines: () => readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const startedMs = performance.now();
  const state = await box.state();
  const ports = state.exposedPorts.filter((port) => port.endsWith("/tcp")).map((port) => port.split("/")[0] ?? "");
  const check = checkOf(state.healthcheck?.test ?? [], ports, state.address);
  if (service.readyTimeoutMs === 0 || check === undefined) return;
  for (;;) {
    signal.throwIfAborted();
    const result = await box.exec(check.command, signal).catch(() => undefined);
    if (result?.exitCode === 0) return;
    const now = await box.state();
    if (!now.running) throw serviceFailed(service, now.exitCode, lastLines());
    if (performance.now() - startedMs >= service.readyTimeoutMs) {
      throw serviceNotReady(service, check.waitsFor, lastLines());
    }
    await sleep(pauseMs, undefined, { signal });
  }
}

interface Check {
  readonly command: readonly string[];
  readonly waitsFor: string;
}

function checkOf(test: readonly string[], ports: readonly string[], address: string): Check | undefined {
  const [kind, ...words] = test;
  if (kind === "CMD") return { command: words, waitsFor: "its health check does not pass" };
  if (kind === "CMD-SHELL") {
    return { command: ["/bin/sh", "-c", words.join(" ")], waitsFor: "its health check does not pass" };
  }
  if (ports.length === 0) return undefined;
  // The address and not localhost: a program that listens there alone cannot be reached by the box.
  const tries = ports.map((port) => `: < ${quoteLiteral(`/dev/tcp/${address}/${port}`)}`);
  return {
    command: ["/.builder/bin/bash", "-c", `{ ${tries.join(" && ")}; } 2> /dev/null`],
    waitsFor: `nothing listens on port ${ports.join(", ")}`,
  };
}
