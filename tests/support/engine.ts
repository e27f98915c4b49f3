import { randomBytes } from "node:crypto";
import { createDockerEngine } from "../../runtime/engine/docker/create-docker-engine.ts";
import type { Container, ContainerSpec, Engine, OutputStream } from "../../runtime/engine/engine.ts";

/** The real engine that the global set-up made sure of. */
export function testEngine(): Engine {
  return createDockerEngine({ environment: process.env });
}

/** A word for names that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(5).toString("hex")}`;
}

export interface RunOutcome {
  readonly exitCode: number;
  readonly failedCommand?: number;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

/** Runs commands in a container and collects what they say. */
export async function runCommands(
  container: Container,
  commands: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunOutcome> {
  const lines: Record<OutputStream, string[]> = { stdout: [], stderr: [] };
  const collect = (stream: OutputStream, line: string): void => {
    lines[stream].push(line);
  };
  const result = await container.run({ commands, env }, collect, new AbortController().signal);
  return { ...result, ...lines };
}

/** A container of a test: removed afterwards, and marked so that nobody takes it for a dead run's. */
export function inContainer<T>(
  engine: Engine,
  image: string,
  use: (container: Container) => Promise<T>,
  more: Partial<ContainerSpec> = {},
): Promise<T> {
  const spec: ContainerSpec = { image, runId: "test", title: "test", ...more };
  return engine.withContainer(spec, use, new AbortController().signal);
}
