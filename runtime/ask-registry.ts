import { homedir } from "node:os";
import { join } from "node:path";
import type { Ports } from "./build/run-images.ts";
import type { Environment } from "./util/cache-dir.ts";

/** Asks registries for the newest image under a reference. Nothing of the client is loaded before the first question. */
export function createLatestImageId(environment: Environment, signal: AbortSignal): Ports["latestImageId"] {
  return async (reference, platform) => {
    const [{ createRegistryClient }, { createDockerCredentials }, { latestImageId }] = await Promise.all([
      import("./storage/registry/create-registry-client.ts"),
      import("./storage/registry/auth/docker-credentials.ts"),
      import("./storage/registry/latest-image-id.ts"),
    ]);
    const directory = environment.DOCKER_CONFIG || join(environment.HOME || homedir(), ".docker");
    const client = createRegistryClient({ credentials: createDockerCredentials({ directory, environment }) });
    try {
      return await latestImageId(client, reference, platform, signal);
    } finally {
      client.close();
    }
  };
}
