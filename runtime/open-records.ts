import type { OpenedRegistry } from "./open-storage.ts";
import { createEngineLocalRecords } from "./storage/engine-local-records.ts";
import type { BuildRecords } from "./storage/housekeeping.ts";
import { createRegistryRecords } from "./storage/registry/registry-records.ts";

/** Where it is noted what commits were built to: on this machine, whose engine has the images, and beside the stages. */
export function openRecords(
  cacheDirectory: string,
  project: string,
  registry: OpenedRegistry | undefined,
): BuildRecords {
  const local = createEngineLocalRecords(cacheDirectory, project);
  if (registry === undefined) return local;
  const remote = createRegistryRecords(registry);
  return {
    async note(commit, images, signal) {
      await local.note(commit, images, signal);
      await remote.note(commit, images, signal);
    },
  };
}
