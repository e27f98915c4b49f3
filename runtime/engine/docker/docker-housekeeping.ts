import type { Environment } from "../../util/cache-dir.ts";
import type { EngineHousekeeping } from "../housekeeping.ts";
import { createDockerClient } from "./client.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { filledLabel } from "./toolchain-volume.ts";

/** Docker Engine's part in freeing disk space. */
export function createDockerHousekeeping(environment: Environment): EngineHousekeeping {
  const endpoint = resolveEndpoint(environment);
  const client = createDockerClient(endpoint);
  return {
    async dataDirectory() {
      if (endpoint.kind !== "unix") return undefined;
      const info = await client.plain("asking where the engine keeps its data", "GET", "/info");
      const answer: unknown = JSON.parse(info?.body ?? "null");
      const has = typeof answer === "object" && answer !== null && "DockerRootDir" in answer;
      return has && typeof answer.DockerRootDir === "string" ? answer.DockerRootDir : undefined;
    },
    async unusedToolchains() {
      const filters = { name: ["builder-toolchain-"], dangling: ["true"] };
      const { Volumes } = await client.call("listing volumes", (docker) => docker.listVolumes({ filters }));
      const volumes = (Volumes ?? []).map((volume) => ({
        name: volume.Name,
        filled: volume.Labels?.[filledLabel],
        createdMs: Date.parse("CreatedAt" in volume ? String(volume.CreatedAt) : "") || 0,
      }));
      // A pointer is never mounted: it goes with the volume that it points to, before it.
      const free = new Set(volumes.map(({ name }) => name));
      const [, ...older] = volumes
        .filter(({ filled }) => filled !== undefined && free.has(filled))
        .sort((a, b) => b.createdMs - a.createdMs);
      return older
        .reverse()
        .flatMap(({ name, filled = name, createdMs }) => [name, filled].map((each) => ({ name: each, createdMs })));
    },
    async removeToolchain(name) {
      await client.find("removing a volume", (docker) => docker.getVolume(name).remove());
    },
  };
}
