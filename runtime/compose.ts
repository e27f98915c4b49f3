import { dirname, relative, sep } from "node:path";
import { createLatestImageId } from "./ask-registry.ts";
import { noteBuilds } from "./build/note-builds.ts";
import { createOwnership } from "./build/ownership.ts";
import { readPassword } from "./build/read-secret.ts";
import { type RunRequest, runImages } from "./build/run-images.ts";
import { createRunRegistry } from "./build/run-registry.ts";
import type { Builder, BuilderOptions, TidyOptions } from "./builder.ts";
import type { CleanupReport } from "./cleanup/clean-up.ts";
import { createDockerEngine } from "./engine/docker/create-docker-engine.ts";
import type { OwnSshAgent } from "./engine/toolchain/own-ssh-agent.ts";
import { sshAgentMount } from "./engine/toolchain/ssh-agent-mount.ts";
import { requireGiterminism } from "./git/giterminism.ts";
import type { OpenedRepository } from "./git/open-repository.ts";
import { createFilterMatcher } from "./git/path-matcher.ts";
import { createRemoteRepositories } from "./git/remote-repositories.ts";
import { createWorkTreeFiles } from "./git/work-tree-files.ts";
import { openLocks } from "./open-locks.ts";
import { openRecords } from "./open-records.ts";
import { openSession, type Session } from "./open-session.ts";
import { openStorage } from "./open-storage.ts";
import type { RunReport } from "./report/events.ts";
import { resolveRepositories } from "./repository-options.ts";
import { createDockerCredentials, dockerConfigDirectory } from "./storage/registry/auth/docker-credentials.ts";
import { cacheDir } from "./util/cache-dir.ts";

const defaultParallelTasksLimit = 5;

/** The only place that chooses adapters. */
export function createBuilder(options: BuilderOptions): Builder {
  const signal = options.signal ?? new AbortController().signal;
  let session: Promise<Session> | undefined;
  const open = (): Promise<Session> => {
    session ??= openSession(options, signal);
    return session;
  };
  return {
    load: async () => (await open()).loaded,
    plan: async (targets) => execute("plan", targets, await open(), options, signal),
    run: async (targets) => execute("run", targets, await open(), options, signal),
    runImage: async (...args) => (await import("./use-image.ts")).runImage(options, ...args, signal),
    openImage: async (...args) => (await import("./use-image.ts")).openImage(options, ...args, signal),
    async openFailed(...args) {
      const { graph } = (await open()).loaded;
      return (await import("./use-image.ts")).openFailed(options, graph.project.name, ...args, signal);
    },
    exportImages: async (...args) => (await import("./export-images.ts")).exportImages(options, ...args, signal),
    cleanup: async ({ fetch, ...tidy }) => tidyUp(await open(), options, { ...tidy, fetch }, signal),
    purge: async (tidy) => tidyUp(await open(), options, tidy, signal),
    close: async () => {
      const opened = await session?.catch(() => undefined);
      await opened?.repository?.close();
    },
  };
}

async function execute(
  command: "run" | "plan",
  targets: readonly string[],
  { loaded, repository }: Session,
  options: BuilderOptions,
  signal: AbortSignal,
): Promise<RunReport> {
  const { environment, looseGiterminism = false, onEvent = () => {} } = options;
  if (!looseGiterminism) requireGiterminism(loaded);
  const credentials = createDockerCredentials({ directory: dockerConfigDirectory(environment), environment });
  const onNote = (text: string): void => onEvent({ kind: "note", text });
  const engine = createDockerEngine({ environment, credentials, onNote });
  const ownAgent = await ownSshAgent(command, options, signal);
  const sshSocket = ownAgent === undefined ? {} : { SSH_AUTH_SOCK: ownAgent.socket };
  const agent = sshAgentMount({ ...environment, ...sshSocket }, engine.capabilities);
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
  const ownership = createOwnership(engine, createRunRegistry(environment), onEvent);
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
    if (command === "run") await ownership.clearDeadRuns();
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
      },
      loaded.graph,
      {
        command,
        targets,
        parallelTasksLimit: options.parallelTasksLimit ?? defaultParallelTasksLimit,
        platform: "linux/amd64",
        dockerfiles: dockerfileSurroundings(options.file, repository),
        beginRun: ownership.beginRun,
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
      const records = openRecords(cacheDir(environment), project.name, opened.registry);
      await noteBuilds(records, report, onEvent, signal);
    }
    return report;
  } finally {
    await remotes.close();
    await ownership.endRun();
    await ownAgent?.close();
    await opened.close();
    await locks.close();
  }
}

/** With `fetch` by the policies; without it everything goes. */
async function tidyUp(
  { loaded, repository }: Session,
  options: BuilderOptions,
  tidy: TidyOptions & { readonly fetch?: boolean },
  signal: AbortSignal,
): Promise<CleanupReport> {
  const { environment, onEvent = () => {}, file } = options;
  const { project, images } = loaded.graph;
  const { tidyStages } = await import("./tidy-stages.ts");
  const locks = openLocks(options.locks, environment, onEvent);
  try {
    return await tidyStages({
      ...tidy,
      file,
      environment,
      locks,
      project,
      images: images.map(({ name }) => name),
      isInRepository: repository !== undefined,
      repositories: resolveRepositories(options, environment, project),
      onEvent,
      signal,
    });
  } finally {
    await locks.close();
  }
}

/** Only where keys are named and something may be built. */
async function ownSshAgent(
  command: "run" | "plan",
  { sshKeys = [] }: BuilderOptions,
  signal: AbortSignal,
): Promise<OwnSshAgent | undefined> {
  if (command === "plan" || sshKeys.length === 0) return undefined;
  const { startSshAgent } = await import("./engine/toolchain/own-ssh-agent.ts");
  return startSshAgent(sshKeys, signal);
}

function dockerfileSurroundings(file: string, repository: OpenedRepository | undefined): RunRequest["dockerfiles"] {
  if (repository === undefined) return { folder: "" };
  const { workTree } = repository;
  const folder = relative(workTree, dirname(file)).split(sep).join("/");
  return { folder, workTree: createWorkTreeFiles(workTree) };
}
