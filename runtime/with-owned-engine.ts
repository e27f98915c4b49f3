import { createOwnership, type Ownership } from "./build/ownership.ts";
import { createRunRegistry } from "./build/run-registry.ts";
import type { BuilderOptions } from "./builder.ts";
import { createDockerEngine } from "./engine/docker/create-docker-engine.ts";
import type { Engine, RegistryCredentials } from "./engine/engine.ts";
import type { EventListener } from "./report/events.ts";
import { createDockerCredentials, dockerConfigDirectory } from "./storage/registry/auth/docker-credentials.ts";

/** An engine, and the run that what is made in it belongs to. */
export interface OwnedEngine {
  readonly engine: Engine;
  readonly credentials: RegistryCredentials;
  readonly ownership: Ownership;
}

/**
 * Hands over an engine, and takes back what the run has noted that it uses.
 *
 * @param onSwept told of what dead runs had left, when it is removed
 */
export async function withOwnedEngine<T>(
  { environment, onEvent = () => {}, caughtUp }: BuilderOptions,
  onSwept: EventListener,
  use: (owned: OwnedEngine) => Promise<T>,
): Promise<T> {
  const credentials = createDockerCredentials({ directory: dockerConfigDirectory(environment), environment });
  const onNote = (text: string): void => onEvent({ kind: "note", text });
  const patience = caughtUp === undefined ? {} : { caughtUp };
  const engine = createDockerEngine({ environment, credentials, onNote, ...patience });
  const ownership = createOwnership(engine, createRunRegistry(environment), onSwept);
  try {
    return await use({ engine, credentials, ownership });
  } finally {
    await ownership.endRun();
  }
}
