import { randomBytes } from "node:crypto";
import type { EngineVolumes } from "../engine.ts";
import { runLabel } from "../run-label.ts";
import type { DockerClient } from "./client.ts";

/** What the names of volumes that belong to one run begin with. */
export const runVolumePrefix = "builder-run-";

export function createDockerVolumes(client: DockerClient): EngineVolumes {
  return {
    async create(runId) {
      const name = `${runVolumePrefix}${randomBytes(8).toString("hex")}`;
      const volume = { Name: name, Labels: { [runLabel]: runId } };
      await client.call("creating a volume", (docker) => docker.createVolume(volume));
      return name;
    },
    async ensure(name, labels) {
      // Creating one that exists is no error and changes nothing.
      await client.call("creating a volume", (docker) => docker.createVolume({ Name: name, Labels: { ...labels } }));
    },
    async list(label) {
      const { Volumes } = await client.call("listing volumes", (docker) =>
        docker.listVolumes({ filters: { label: [label] } }),
      );
      return (Volumes ?? []).map(({ Name }) => Name);
    },
    async remove(name) {
      await client.find("removing a volume", (docker) => docker.getVolume(name).remove());
    },
  };
}
