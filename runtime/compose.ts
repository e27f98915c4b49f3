import { noteBuilds } from "./build/note-builds.ts";
import { createOwnership } from "./build/ownership.ts";
import { runImages } from "./build/run-images.ts";
import { createRunRegistry } from "./build/run-registry.ts";
import type { Builder, BuilderOptions, TidyOptions } from "./builder.ts";
import type { CleanupReport } from "./cleanup/clean-up.ts";
import { createDockerEngine } from "./engine/docker/create-docker-engine.ts";
import type { Engine, RegistryCredentials } from "./engine/engine.ts";
import { sshAgentMount } from "./engine/toolchain/ssh-agent-mount.ts";
import { requireCommitted } from "./git/committed-files.ts";
import { type OpenedRepository, openRepository } from "./git/open-repository.ts";
import { loadFile } from "./load/load-file.ts";
import type { LoadedFile } from "./load/loaded-file.ts";
import { createLoadHost } from "./load-host.ts";
import { openLocks } from "./open-locks.ts";
import { openRecords } from "./open-records.ts";
import { openStorage } from "./open-storage.ts";
import { chooseTargets } from "./pipeline/choose-targets.ts";
import type { EventListener, RunReport } from "./report/events.ts";
import { resolveRepositories } from "./repository-options.ts";
import { sdkEntry } from "./sdk-entry.ts";
import { createDockerCredentials, dockerConfigDirectory } from "./storage/registry/auth/docker-credentials.ts";
import { cacheDir } from "./util/cache-dir.ts";

const defaultParallelTasksLimit = 5;

/** What has been opened for one build.ts. */
interface Session {
  readonly repository?: OpenedRepository;
  readonly loaded: LoadedFile;
}

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
    cleanup: async ({ fetch, ...tidy }) => tidyUp(await open(), options, { ...tidy, fetch }, signal),
    purge: async (tidy) => tidyUp(await open(), options, tidy, signal),
    close: async () => {
      const opened = await session?.catch(() => undefined);
      await opened?.repository?.close();
    },
  };
}

async function openSession(options: BuilderOptions, signal: AbortSignal): Promise<Session> {
  const { file, environment, dev = false } = options;
  const history = { mayBeFetched: true };
  const repository = await openRepository({
    path: file,
    dev,
    allowUnshallow: () => history.mayBeFetched,
    env: { ...environment },
    signal,
  });
  try {
    const loaded = await loadFile({
      file,
      host: createLoadHost(file, repository, environment),
      cacheDir: cacheDir(environment),
      sdkUrl: sdkEntry(),
      signal,
    });
    history.mayBeFetched = loaded.graph.project.allowUnshallow;
    if (repository !== undefined) await requireCommitted(repository, loaded.inputs);
    return { repository, loaded };
  } catch (error) {
    await repository?.close();
    throw error;
  }
}

async function execute(
  command: "run" | "plan",
  targets: readonly string[],
  session: Session,
  options: BuilderOptions,
  signal: AbortSignal,
): Promise<RunReport> {
  const { environment, onEvent = () => {} } = options;
  const chosen = chooseTargets(session.loaded.graph, targets);
  const credentials = createDockerCredentials({ directory: dockerConfigDirectory(environment), environment });
  const engine = createDockerEngine({ environment, credentials });
  const ownership = createOwnership(engine, createRunRegistry(environment), onEvent);
  const work: Work = { session, options, engine, credentials, beginRun: ownership.beginRun, onEvent, signal };
  try {
    if (command === "run") await ownership.clearDeadRuns();
    const built =
      chosen.images === undefined ? nothingBuilt(command, session) : await build(work, command, chosen.images);
    if (!built.ok || command === "plan" || chosen.pipelines.length === 0) return built;
    const { startPipelines } = await import("./start-pipelines.ts");
    return await startPipelines(
      { ...work, ...session, pipeline: options.pipeline ?? {}, environment },
      chosen.pipelines,
      built,
    );
  } finally {
    await ownership.endRun();
  }
}

/** What building and running share. */
interface Work {
  readonly session: Session;
  readonly options: BuilderOptions;
  readonly engine: Engine;
  readonly credentials: RegistryCredentials;
  readonly beginRun: () => Promise<string>;
  readonly onEvent: EventListener;
  readonly signal: AbortSignal;
}

function nothingBuilt(command: "run" | "plan", { loaded, repository }: Session): RunReport {
  const { name } = loaded.graph.project;
  return { schemaVersion: 1, command, project: name, commit: repository?.head.id, ok: true, images: [], durationMs: 0 };
}

async function build(
  { session: { loaded, repository }, options, engine, credentials, beginRun, onEvent, signal }: Work,
  command: "run" | "plan",
  targets: readonly string[],
): Promise<RunReport> {
  const { environment } = options;
  const { project } = loaded.graph;
  const agent = sshAgentMount(environment, engine.capabilities);
  const locks = openLocks(options.locks, environment, onEvent);
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
      },
      loaded.graph,
      {
        command,
        targets,
        parallelTasksLimit: options.parallelTasksLimit ?? defaultParallelTasksLimit,
        platform: "linux/amd64",
        beginRun,
        env: agent?.env ?? {},
        mounts: agent === undefined ? [] : [agent.mount],
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
