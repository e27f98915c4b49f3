import { createOwnership } from "./build/ownership.ts";
import { createRunRegistry } from "./build/run-registry.ts";
import type { Work } from "./build-images.ts";
import type { BuilderOptions } from "./builder.ts";
import { createDockerEngine } from "./engine/docker/create-docker-engine.ts";
import type { Session } from "./open-session.ts";
import { createDockerCredentials, dockerConfigDirectory } from "./storage/registry/auth/docker-credentials.ts";

/** Hands over an engine, and takes back what the run has noted that it uses. */
export async function withWork<T>(
  session: Session,
  options: BuilderOptions,
  signal: AbortSignal,
  use: (work: Work, clearDeadRuns: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { environment, onEvent = () => {}, caughtUp } = options;
  const credentials = createDockerCredentials({ directory: dockerConfigDirectory(environment), environment });
  const onNote = (text: string): void => onEvent({ kind: "note", text });
  const engine = createDockerEngine({
    environment,
    credentials,
    onNote,
    ...(caughtUp === undefined ? {} : { caughtUp }),
  });
  const ownership = createOwnership(engine, createRunRegistry(environment), onEvent);
  const work = {
    session,
    options,
    engine,
    credentials,
    beginRun: ownership.beginRun,
    claim: ownership.claim,
    onEvent,
    signal,
  };
  try {
    return await use(work, ownership.clearDeadRuns);
  } finally {
    await ownership.endRun();
  }
}
