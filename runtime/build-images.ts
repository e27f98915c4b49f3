import { dirname } from "node:path";
import { createBaseTriggers, createLatestImageId } from "./ask-registry.ts";
import { noteBuilds } from "./build/note-builds.ts";
import type { Ownership } from "./build/ownership.ts";
import { readPassword } from "./build/read-secret.ts";
import { type RunRequest, runImages } from "./build/run-images.ts";
import type { BuilderOptions } from "./builder.ts";
import { defaultPlatform } from "./default-platform.ts";
import type { Engine, RegistryCredentials } from "./engine/engine.ts";
import { sshAgentMount } from "./engine/toolchain/ssh-agent-mount.ts";
import { createFilterMatcher } from "./git/path-matcher.ts";
import { createRemoteRepositories } from "./git/remote-repositories.ts";
import { createWorkTreeFiles } from "./git/work-tree-files.ts";
import { folderInRepository } from "./load-host.ts";
import { openLocks } from "./open-locks.ts";
import { openRecords } from "./open-records.ts";
import type { Session } from "./open-session.ts";
import { openStorage } from "./open-storage.ts";
import type { EventListener, RunReport } from "./report/events.ts";
import { resolveRepositories } from "./repository-options.ts";
import { cacheDir } from "./util/cache-dir.ts";

const defaultParallelTasksLimit = 5;

/** What building images and running pipelines share. */
export interface Work {
  readonly session: Session;
  readonly options: BuilderOptions;
  readonly engine: Engine;
  readonly credentials: RegistryCredentials;
  /** Notes that this run uses the engine; returns the run's id. */
  readonly beginRun: () => Promise<string>;
  readonly claim: Ownership["claim"];
  readonly onEvent: EventListener;
  readonly signal: AbortSignal;
}

/** Opens what stages come from and go to, takes the images through their stages, and closes it again. */
export async function buildImages(
  { session, options, engine, credentials, beginRun, onEvent, signal }: Work,
  command: "run" | "plan",
  targets: readonly string[],
): Promise<RunReport> {
  const { environment } = options;
  const { loaded, repository } = session;
  const agent = sshAgentMount(environment, engine.capabilities);
  const locks = openLocks(options.locks, environment, onEvent);
  const secrets = { environment, folder: dirname(options.file) };
  const remotes = createRemoteRepositories({
    cacheDir: cacheDir(environment),
    folder: secrets.folder,
    env: { ...environment },
    readPassword: (source) => readPassword(source, secrets),
    withLock: (name, use) => locks.withLock(name, use, signal),
    signal,
  });
  const { project } = loaded.graph;
  const opened = await openStorage({
    engine,
    project: project.name,
    repositories: resolveRepositories(options, environment, project),
    credentials,
    cacheDirectory: cacheDir(environment),
    onEvent,
  });
  try {
    const report = await runImages(
      {
        engine,
        storage: opened.storage,
        publisher: opened.publisher,
        locks,
        repository,
        remotes,
        matchPaths: ({ includePaths, excludePaths }) =>
          createFilterMatcher({ add: "", includePaths, excludePaths }).matches,
        latestImageId: createLatestImageId(environment, signal),
        baseTriggers: createBaseTriggers(engine, environment, signal),
      },
      loaded.graph,
      {
        command,
        targets,
        parallelTasksLimit: options.parallelTasksLimit ?? defaultParallelTasksLimit,
        platform: defaultPlatform(environment),
        dockerfiles: dockerfileSurroundings(options, session),
        beginRun,
        env: agent?.env ?? {},
        mounts: agent === undefined ? [] : [agent.mount],
        secrets,
        ...(options.network === undefined ? {} : { network: options.network }),
        ...(options.inspection === undefined ? {} : { inspection: options.inspection }),
        onEvent,
        signal,
      },
    );
    if (command === "run" && options.dev !== true) {
      const records = await openRecords(cacheDir(environment), project.name, opened.registry);
      // Stages of Dockerfiles are no images of the project: those that are made of them keep them.
      const own = new Set(loaded.graph.images.map(({ name }) => name));
      const images = report.images.filter(({ name }) => own.has(name));
      await noteBuilds(records, { ...report, images }, onEvent, signal);
    }
    return report;
  } finally {
    await remotes.close();
    await opened.close();
    await locks.close();
  }
}

function dockerfileSurroundings(
  { file, dev = false, looseGiterminism = false }: BuilderOptions,
  { repository, isUncommitted }: Session,
): RunRequest["dockerfiles"] {
  if (repository === undefined) return { folder: "" };
  const mayDiffer = dev || looseGiterminism || repository.isBare;
  const workTree = createWorkTreeFiles({ workTree: repository.workTree, isUncommitted, mayDiffer });
  return { folder: folderInRepository(file, repository), workTree };
}
