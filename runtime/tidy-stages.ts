import { dirname } from "node:path";
import type { ProjectNode } from "../sdk/model/project-node.ts";
import type { TidyOptions } from "./builder.ts";
import { cleanUp, purge } from "./cleanup/clean-up.ts";
import { defaultCleanup } from "./cleanup/default-policies.ts";
import { noReferences, outsideGit } from "./cleanup/errors.ts";
import { createDockerEngine } from "./engine/docker/create-docker-engine.ts";
import { type History, readHistory } from "./git/history.ts";
import { openStorage } from "./open-storage.ts";
import type { CleanupReport } from "./report/cleanup-report.ts";
import type { EventListener } from "./report/events.ts";
import type { ResolvedRepositories } from "./repository-options.ts";
import { createEngineLocalHousekeeping } from "./storage/engine-local-housekeeping.ts";
import { createEngineLocalRecords } from "./storage/engine-local-records.ts";
import type { Locks } from "./storage/lock/lock.ts";
import { createDockerCredentials, dockerConfigDirectory } from "./storage/registry/auth/docker-credentials.ts";
import { createRegistryHousekeeping } from "./storage/registry/registry-housekeeping.ts";
import { cacheDir, type Environment } from "./util/cache-dir.ts";

interface TidyRequest extends TidyOptions {
  /** Present for a clean-up by policies: whether branches and tags may be fetched. */
  readonly fetch?: boolean;
  /** Absolute path of build.ts. */
  readonly file: string;
  readonly environment: Environment;
  readonly locks: Locks;
  readonly project: ProjectNode;
  readonly images: readonly string[];
  readonly isInRepository: boolean;
  readonly onEvent: EventListener;
  readonly repositories: ResolvedRepositories;
  readonly signal: AbortSignal;
}

/** Cleans up or purges the place where a project's stages are. */
export async function tidyStages(request: TidyRequest): Promise<CleanupReport> {
  const { environment, locks, project, images, repositories, dryRun, onRemoved, onEvent, signal, fetch } = request;
  const credentials = createDockerCredentials({ directory: dockerConfigDirectory(environment), environment });
  const engine = createDockerEngine({ environment, credentials });
  const cacheDirectory = cacheDir(environment);
  const opened = await openStorage({
    engine,
    project: project.name,
    repositories,
    credentials,
    cacheDirectory,
    onEvent,
  });
  try {
    const housekeeping =
      opened.registry === undefined
        ? createEngineLocalHousekeeping({
            engine,
            project: project.name,
            records: createEngineLocalRecords(cacheDirectory, project.name),
          })
        : createRegistryHousekeeping(opened.registry);
    const options = {
      housekeeping,
      locks,
      project: project.name,
      images,
      dryRun,
      onRemoved: ({ name }: { readonly name: string }) => onRemoved?.(name),
      signal,
    };
    if (fetch === undefined) return await purge(options);
    const branches = opened.registry === undefined ? "local" : "origin";
    return await cleanUp(options, project.cleanup ?? defaultCleanup, () => historyOf(request, branches, fetch));
  } finally {
    await opened.close();
  }
}

async function historyOf(
  { file, environment, isInRepository, signal }: TidyRequest,
  branches: "origin" | "local",
  mayFetch: boolean,
): Promise<History> {
  if (!isInRepository) throw outsideGit();
  const history = await readHistory({ folder: dirname(file), branches, mayFetch, env: { ...environment }, signal });
  // Nothing would be needed then, which is hardly ever meant.
  if (history.references.length === 0) throw noReferences();
  return history;
}
