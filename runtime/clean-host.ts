import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { cleanHost, type HostCleanupReport } from "./cleanup/clean-host.ts";
import type { UsageLimit } from "./cleanup/disk-usage.ts";
import type { StageUse } from "./cleanup/least-recently-used.ts";
import { createDockerEngine } from "./engine/docker/create-docker-engine.ts";
import { createDockerHousekeeping } from "./engine/docker/docker-housekeeping.ts";
import { createEngineLocalRecords } from "./storage/engine-local-records.ts";
import { createFileLocks } from "./storage/lock/file-locks.ts";
import { createDockerCredentials, dockerConfigDirectory } from "./storage/registry/auth/docker-credentials.ts";
import { cacheDir, type Environment } from "./util/cache-dir.ts";

export interface HostCleanupRequest {
  readonly environment: Environment;
  /** Of the volume with the engine's data. */
  readonly engineLimit: UsageLimit;
  /** Of the volume with builder's cache directory. */
  readonly cacheLimit: UsageLimit;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

/** Frees disk space on this machine, whatever the project. */
export function cleanThisHost({ environment, ...request }: HostCleanupRequest): Promise<HostCleanupReport> {
  const credentials = createDockerCredentials({ directory: dockerConfigDirectory(environment), environment });
  const cacheDirectory = cacheDir(environment);
  return cleanHost({
    ...request,
    engine: createDockerEngine({ environment, credentials }),
    housekeeping: createDockerHousekeeping(environment),
    locks: createFileLocks(environment),
    cacheDirectory,
    uses: () => readUses(cacheDirectory),
  });
}

/** Of all projects that were built here. */
async function readUses(cacheDirectory: string): Promise<readonly StageUse[]> {
  const projects = await readdir(join(cacheDirectory, "commits")).catch(() => []);
  const records = projects.map((project) => createEngineLocalRecords(cacheDirectory, project).list());
  return (await Promise.all(records)).flat();
}
