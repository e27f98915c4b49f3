import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { createOwnership } from "./build/ownership.ts";
import { runImages } from "./build/run-images.ts";
import { createRunRegistry } from "./build/run-registry.ts";
import type { Builder, BuilderOptions } from "./builder.ts";
import { createDockerEngine } from "./engine/docker/create-docker-engine.ts";
import type { Engine } from "./engine/engine.ts";
import { sshAgentMount } from "./engine/toolchain/ssh-agent-mount.ts";
import { requireCommitted } from "./git/committed-files.ts";
import { type OpenedRepository, openRepository } from "./git/open-repository.ts";

import { loadFile } from "./load/load-file.ts";
import type { LoadedFile } from "./load/loaded-file.ts";
import { createLoadHost } from "./load-host.ts";
import { chooseTargets } from "./pipeline/choose-targets.ts";
import type { EventListener, RunReport } from "./report/events.ts";
import { sdkEntry } from "./sdk-entry.ts";
import { createEngineLocalStorage } from "./storage/engine-local-storage.ts";
import { createFileLocks } from "./storage/lock/file-locks.ts";
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
  const { graph } = session.loaded;
  const chosen = chooseTargets(graph, targets);
  const engine = createDockerEngine({ environment });
  const ownership = createOwnership(engine, createRunRegistry(environment), onEvent);
  const work: Work = { session, options, engine, beginRun: ownership.beginRun, onEvent, signal };
  try {
    if (command === "run") await ownership.clearDeadRuns();
    const built =
      chosen.images === undefined ? nothingBuilt(command, session) : await build(work, command, chosen.images);
    if (!built.ok || command === "plan" || chosen.pipelines.length === 0) return built;
    return await runChosenPipelines(work, chosen.pipelines, built);
  } finally {
    await ownership.endRun();
  }
}

/** What building and running share. */
interface Work {
  readonly session: Session;
  readonly options: BuilderOptions;
  readonly engine: Engine;
  readonly beginRun: () => Promise<string>;
  readonly onEvent: EventListener;
  readonly signal: AbortSignal;
}

function nothingBuilt(command: "run" | "plan", { loaded, repository }: Session): RunReport {
  const { name } = loaded.graph.project;
  return { schemaVersion: 1, command, project: name, commit: repository?.head.id, ok: true, images: [], durationMs: 0 };
}

async function build(
  { session: { loaded, repository }, options, engine, beginRun, onEvent, signal }: Work,
  command: "run" | "plan",
  targets: readonly string[],
): Promise<RunReport> {
  const { environment } = options;
  const { project } = loaded.graph;
  const agent = sshAgentMount(environment, engine.capabilities);
  return runImages(
    {
      engine,
      storage: createEngineLocalStorage({ engine, project: project.name }),
      locks: createFileLocks(environment),
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
}

/** Loaded only when a pipeline is asked for: building images does not pay for it. */
async function runChosenPipelines(work: Work, targets: readonly string[], built: RunReport): Promise<RunReport> {
  const startedMs = performance.now();
  const [{ runPipelines }, { createDockerBoxes }, { describeHead }, { userInfo }] = await Promise.all([
    import("./pipeline/run-pipelines.ts"),
    import("./engine/docker/create-docker-boxes.ts"),
    import("./git/describe-head.ts"),
    import("node:os"),
  ]);
  const { session, options, engine, beginRun, onEvent, signal } = work;
  const { environment } = options;
  const { file, graph } = session.loaded;
  const folder = dirname(file);
  const { pipelines, error } = await runPipelines(
    {
      engine,
      boxes: createDockerBoxes({ environment }),
      folder,
      project: graph.project.name,
      environment,
      user: userInfo().username,
      gitFacts: () => describeHead(folder, { ...environment }),
      cacheFolder: join(cacheDir(environment), "pipelines", `${graph.project.name}-${hashOf(folder)}`),
      imageReference: (name) => built.images.find((image) => image.name === name)?.reference,
      beginRun,
      options: options.pipeline ?? {},
      onEvent,
      signal,
    },
    graph,
    targets,
  );
  const durationMs = built.durationMs + performance.now() - startedMs;
  return { ...built, ok: error === undefined, pipelines, durationMs, ...(error === undefined ? {} : { error }) };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
