import type { Environment } from "../../util/cache-dir.ts";
import type { ContainerSpec, ToolchainName } from "../engine.ts";
import { toolchainPaths } from "../toolchain/toolchain.ts";
import type { DockerClient } from "./client.ts";
import { toolchainPath } from "./script-text.ts";
import { ensureToolchainVolume } from "./toolchain-volume.ts";

/** A volume with programs, mounted read-only. */
export interface ToolchainMount {
  readonly volume: string;
  readonly target: string;
}

/** What is mounted below the toolchain's path in a container. */
export interface ToolchainMounts {
  readonly volumes: readonly ToolchainMount[];
  /** Empty directories in memory, which everybody may write to and run programs from. */
  readonly memory: readonly string[];
}

/** The volumes with toolchains, each looked up once and filled where the engine has none yet. */
export interface Toolchains {
  mountsFor(spec: ContainerSpec, signal: AbortSignal): Promise<ToolchainMounts>;
}

export function createToolchains(
  client: DockerClient,
  environment: Environment,
  onNote: (text: string) => void,
): Toolchains {
  const volumes = new Map<string, Promise<string>>();

  const once = (name: "shell" | ToolchainName, ensure: () => Promise<string>): Promise<string> => {
    const known = volumes.get(name);
    if (known !== undefined) return known;
    const volume = ensure().catch((error: unknown) => {
      volumes.delete(name);
      throw error;
    });
    volumes.set(name, volume);
    return volume;
  };
  const shell = (runId: string) =>
    once("shell", async () => {
      const { findToolchain } = await import("../toolchain/find-toolchain.ts");
      return ensureToolchainVolume(client, await findToolchain(environment), runId);
    });
  const ansible = (runId: string, signal: AbortSignal) =>
    once("ansible", async () => {
      const { findAnsibleToolchain } = await import("../toolchain/find-ansible-toolchain.ts");
      return ensureToolchainVolume(client, await findAnsibleToolchain(environment, onNote, signal), runId);
    });

  return {
    async mountsFor({ runId, toolchains = [] }, signal) {
      const volumes = [{ volume: await shell(runId), target: toolchainPath }];
      if (!toolchains.includes("ansible")) return { volumes, memory: [] };
      const target = `${toolchainPath}/${toolchainPaths.ansible}`;
      return {
        volumes: [...volumes, { volume: await ansible(runId, signal), target }],
        memory: [`${toolchainPath}/${toolchainPaths.work}`],
      };
    },
  };
}
