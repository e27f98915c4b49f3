import type { OpenedRegistry } from "./open-storage.ts";
import { createEngineLocalRecords } from "./storage/engine-local-records.ts";
import type { BuildRecords } from "./storage/housekeeping.ts";

/** Where it is noted what commits were built to: on this machine, whose engine has the images, and beside the stages. */
export async function openRecords(
  cacheDirectory: string,
  project: string,
  registry: OpenedRegistry | undefined,
): Promise<BuildRecords> {
  const local = createEngineLocalRecords(cacheDirectory, project);
  if (registry === undefined) return local;
  const { createRegistryRecords } = await import("./storage/registry/registry-records.ts");
  const remote = createRegistryRecords(registry);
  return {
    async note(commit, images, signal) {
      await local.note(commit, images, signal);
      await remote.note(commit, images, signal);
    },
  };
}
