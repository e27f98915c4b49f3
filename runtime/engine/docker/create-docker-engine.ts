import { type Environment, layerFolder } from "../../util/cache-dir.ts";
import type { Engine, RegistryCredentials } from "../engine.ts";
import { createDockerClient } from "./client.ts";
import { createConfigCache } from "./config-cache.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { createDockerImages } from "./images.ts";
import { sweepDeadRuns } from "./sweep.ts";
import { ensureToolchainVolume } from "./toolchain-volume.ts";
import { withDockerContainer } from "./with-container.ts";

export interface DockerEngineOptions {
  readonly environment: Environment;
  /** For images of registries that want to know who asks. @default none */
  readonly credentials?: RegistryCredentials;
}

/** Docker Engine (API 1.41 and newer) at DOCKER_HOST or its usual socket. Nothing is sent before it is needed. */
export function createDockerEngine({ environment, credentials = nobody }: DockerEngineOptions): Engine {
  const endpoint = resolveEndpoint(environment);
  const client = createDockerClient(endpoint);
  const images = createDockerImages(client, credentials);
  const configs = createConfigCache(images.inspect);
  let toolchainVolume: Promise<string> | undefined;

  const ensureToolchain = (runId: string): Promise<string> => {
    toolchainVolume ??= ensureToolchainVolume(client, environment, runId).catch((error: unknown) => {
      toolchainVolume = undefined;
      throw error;
    });
    return toolchainVolume;
  };

  return {
    capabilities: { local: endpoint.kind === "unix" },
    images,
    async withContainer(spec, use, signal) {
      const places = { toolchainVolume: await ensureToolchain(spec.runId), layerFolder: layerFolder(environment) };
      return withDockerContainer(client, configs, places, spec, use, signal);
    },
    sweep: (isDead) => sweepDeadRuns(client, isDead),
  };
}

const nobody: RegistryCredentials = { find: async () => undefined };
