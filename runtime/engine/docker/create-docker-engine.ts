import { type Environment, layerFolder } from "../../util/cache-dir.ts";
import type { CaughtUp } from "../../util/catch-up.ts";
import type { Engine, RegistryCredentials } from "../engine.ts";
import { createDockerClient } from "./client.ts";
import { createConfigCache } from "./config-cache.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { createDockerImages } from "./images.ts";
import { createKeptContainers } from "./kept-containers.ts";
import { runDockerImage } from "./run-image.ts";
import { sweepDeadRuns } from "./sweep.ts";
import { createToolchains } from "./toolchains.ts";
import { createDockerVolumes } from "./volumes.ts";
import { withDockerContainer } from "./with-container.ts";

export interface DockerEngineOptions {
  readonly environment: Environment;
  /** For images of registries that want to know who asks. @default none */
  readonly credentials?: RegistryCredentials;
  /** Told what takes long and was not asked for: the making of a toolchain. */
  readonly onNote?: (text: string) => void;
  /** Commands wait for whoever is told what they say. @default nobody is ever behind */
  readonly caughtUp?: CaughtUp;
}

/** Docker Engine (API 1.41 and newer) at DOCKER_HOST or its usual socket. Nothing is sent before it is needed. */
export function createDockerEngine({
  environment,
  credentials = nobody,
  onNote = () => {},
  caughtUp = () => undefined,
}: DockerEngineOptions): Engine {
  const endpoint = resolveEndpoint(environment);
  const client = createDockerClient(endpoint);
  const images = createDockerImages(client, credentials);
  const configs = createConfigCache(images.inspect);
  const toolchains = createToolchains(client, environment, onNote);

  return {
    capabilities: { local: endpoint.kind === "unix" },
    images,
    volumes: createDockerVolumes(client),
    async withContainer(spec, use, signal) {
      const places = {
        toolchains: () => toolchains.mountsFor(spec, signal),
        layerFolder: layerFolder(environment),
        caughtUp,
      };
      return withDockerContainer(client, configs, places, spec, use, signal);
    },
    async buildDockerfile(build, onLine, signal) {
      // HTTP/2 takes some milliseconds to load, and most runs build no Dockerfile.
      const { buildDockerfile } = await import("./dockerfile/build-dockerfile.ts");
      return buildDockerfile({ client, environment, credentials, caughtUp }, build, onLine, signal);
    },
    kept: createKeptContainers(client),
    runImage: (run, terminal, signal) => runDockerImage(client, run, terminal, signal),
    sweep: (isDead) => sweepDeadRuns(client, isDead),
  };
}

const nobody: RegistryCredentials = { find: async () => undefined };
