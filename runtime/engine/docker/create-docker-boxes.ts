import type { Environment } from "../../util/cache-dir.ts";
import type { Boxes, BoxSpec } from "../boxes.ts";
import type { EngineImages } from "../engine.ts";
import { findToolchain } from "../toolchain/find-toolchain.ts";
import { createDockerClient } from "./client.ts";
import { createConfigCache } from "./config-cache.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { findDockerBox } from "./find-box.ts";
import { withDockerNetwork } from "./network.ts";
import { mayBePrivileged } from "./privileges.ts";
import { ensureToolchainVolume } from "./toolchain-volume.ts";
import { withDockerBox } from "./with-box.ts";

export interface DockerBoxesOptions {
  readonly environment: Environment;
  readonly images: EngineImages;
  /** Told where a box gets less than it asks for. */
  readonly onNote: (text: string) => void;
}

/** The containers of pipelines, on the Docker Engine at DOCKER_HOST or its usual socket. Nothing is sent before it is needed. */
export function createDockerBoxes({ environment, images, onNote }: DockerBoxesOptions): Boxes {
  const endpoint = resolveEndpoint(environment);
  const client = createDockerClient(endpoint);
  const configs = createConfigCache(images.inspect);
  const socketPath = endpoint.kind === "unix" ? endpoint.socketPath : undefined;
  let toolchain: Promise<string> | undefined;
  let privileged: Promise<boolean> | undefined;

  const ensureTools = async (runId: string): Promise<string> =>
    ensureToolchainVolume(client, await findToolchain(environment), runId);

  const askForPrivileges = async ({ image, runId, name }: BoxSpec): Promise<boolean> => {
    const isAllowed = await mayBePrivileged(client, { image, runId, name: `${name}-privileges` });
    if (!isAllowed) onNote("the engine cannot give all rights to a container: boxes with docker() have the usual ones");
    return isAllowed;
  };

  return {
    address: client.address,
    find: (subject) => findDockerBox(client, subject),
    withNetwork: (spec, use) => withDockerNetwork(client, spec, use),
    async withBox(spec, use, signal) {
      if (spec.tools) toolchain ??= ensureTools(spec.runId);
      if (spec.engineAccess) privileged ??= askForPrivileges(spec);
      const shared = {
        client,
        configs,
        socketPath,
        toolchain: await toolchain,
        privileged: (await privileged) ?? false,
      };
      return withDockerBox(shared, spec, use, signal);
    },
  };
}
