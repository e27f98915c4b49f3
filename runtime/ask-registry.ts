import type { Ports } from "./build/run-images.ts";
import type { Engine } from "./engine/engine.ts";
import type { RegistryClientOptions } from "./storage/registry/create-registry-client.ts";
import type { RegistryClient } from "./storage/registry/registry-client.ts";
import type { Environment } from "./util/cache-dir.ts";

/** Asks registries for the newest image under a reference. Nothing of the client is loaded before the first question. */
export function createLatestImageId(environment: Environment, signal: AbortSignal): Ports["latestImageId"] {
  return (reference, platform) =>
    withRegistry(environment, {}, async (client) => {
      const { latestImageId } = await import("./storage/registry/latest-image-id.ts");
      return latestImageId(client, reference, platform, signal);
    });
}

/**
 * Asks for ONBUILD of images that Dockerfiles start from, each once: the engine, and the registry where the engine lacks the image.
 * None where neither can tell: a build that needs the image will say why.
 */
export function createBaseTriggers(
  engine: Pick<Engine, "images">,
  environment: Environment,
  signal: AbortSignal,
): Ports["baseTriggers"] {
  const asked = new Map<string, Promise<readonly string[]>>();
  const ask = async (reference: string, platform: string): Promise<readonly string[]> => {
    const own = await engine.images.triggers(reference).catch(() => undefined);
    if (own !== undefined) return own;
    const found = withRegistry(environment, { retries: { attempts: 1 } }, async (client) => {
      const { imageTriggers } = await import("./storage/registry/image-triggers.ts");
      return imageTriggers(client, reference, platform, signal);
    });
    return (await found.catch(() => undefined)) ?? [];
  };
  return (reference, platform) => {
    const key = `${platform} ${reference}`;
    const answer = asked.get(key) ?? ask(reference, platform);
    asked.set(key, answer);
    return answer;
  };
}

async function withRegistry<T>(
  environment: Environment,
  options: RegistryClientOptions,
  use: (client: RegistryClient) => Promise<T>,
): Promise<T> {
  const [{ createRegistryClient }, { createDockerCredentials, dockerConfigDirectory }] = await Promise.all([
    import("./storage/registry/create-registry-client.ts"),
    import("./storage/registry/auth/docker-credentials.ts"),
  ]);
  const credentials = createDockerCredentials({ directory: dockerConfigDirectory(environment), environment });
  const client = createRegistryClient({ ...options, credentials });
  try {
    return await use(client);
  } finally {
    client.close();
  }
}
