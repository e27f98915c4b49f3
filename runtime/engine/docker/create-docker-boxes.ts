import type { Environment } from "../../util/cache-dir.ts";
import type { Boxes } from "../boxes.ts";
import type { EngineImages } from "../engine.ts";
import { findToolchain } from "../toolchain/find-toolchain.ts";
import { createDockerClient } from "./client.ts";
import { createConfigCache } from "./config-cache.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { withDockerNetwork } from "./network.ts";
import { ensureToolchainVolume } from "./toolchain-volume.ts";
import { withDockerBox } from "./with-box.ts";

/** The containers of pipelines, on the Docker Engine at DOCKER_HOST or its usual socket. Nothing is sent before it is needed. */
export function createDockerBoxes({
  environment,
  images,
}: {
  readonly environment: Environment;
  readonly images: EngineImages;
}): Boxes {
  const endpoint = resolveEndpoint(environment);
  const client = createDockerClient(endpoint);
  const configs = createConfigCache(images.inspect);
  const socketPath = endpoint.kind === "unix" ? endpoint.socketPath : undefined;
  let toolchain: Promise<string> | undefined;

  const ensureTools = async (runId: string): Promise<string> =>
    ensureToolchainVolume(client, await findToolchain(environment), runId);

  return {
    address: client.address,
    withNetwork: (spec, use) => withDockerNetwork(client, spec, use),
    async withBox(spec, use, signal) {
      if (spec.tools) toolchain ??= ensureTools(spec.runId);
      return withDockerBox({ client, configs, socketPath, toolchain: await toolchain }, spec, use, signal);
    },
  };
}
