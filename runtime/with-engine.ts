import { createOwnership } from "./build/ownership.ts";
import { createRunRegistry } from "./build/run-registry.ts";
import type { BuilderOptions } from "./builder.ts";
import { createDockerEngine } from "./engine/docker/create-docker-engine.ts";
import type { Engine } from "./engine/engine.ts";
import { createDockerCredentials, dockerConfigDirectory } from "./storage/registry/auth/docker-credentials.ts";

/** The engine, for work on images that are built already; what the work leaves when it is killed, the next run removes. */
export async function withEngine<T>(
  { environment, onEvent = () => {} }: BuilderOptions,
  use: (engine: Engine, runId: string) => Promise<T>,
): Promise<T> {
  const credentials = createDockerCredentials({ directory: dockerConfigDirectory(environment), environment });
  const onNote = (text: string): void => onEvent({ kind: "note", text });
  const engine = createDockerEngine({ environment, credentials, onNote });
  // What is said here stands among what the person's own commands say: others' remains are removed without a word.
  const ownership = createOwnership(engine, createRunRegistry(environment), () => {});
  try {
    return await use(engine, await ownership.beginRun());
  } finally {
    await ownership.endRun();
  }
}
