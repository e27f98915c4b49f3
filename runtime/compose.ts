import { createOwnership } from "./build/ownership.ts";
import { createRunRegistry } from "./build/run-registry.ts";
import { buildImages, type Work } from "./build-images.ts";
import type { Builder, BuilderOptions, TidyOptions } from "./builder.ts";
import { createDockerEngine } from "./engine/docker/create-docker-engine.ts";
import { requireGiterminism } from "./git/giterminism.ts";
import { openLocks } from "./open-locks.ts";
import { openSession, type Session } from "./open-session.ts";
import { chooseTargets } from "./pipeline/choose-targets.ts";
import type { CleanupReport } from "./report/cleanup-report.ts";
import type { RunReport } from "./report/events.ts";
import { resolveRepositories } from "./repository-options.ts";
import { createDockerCredentials, dockerConfigDirectory } from "./storage/registry/auth/docker-credentials.ts";
import { withSshKeys } from "./with-ssh-keys.ts";

/** The only place that chooses adapters. */
export function createBuilder(options: BuilderOptions): Builder {
  const signal = options.signal ?? new AbortController().signal;
  let session: Promise<Session> | undefined;
  const open = (): Promise<Session> => {
    session ??= openSession(options, signal);
    return session;
  };
  const build = async (command: "run" | "plan", targets: readonly string[]): Promise<RunReport> => {
    const opened = await open();
    return withSshKeys(options, signal, (withKeys) => execute(command, targets, opened, withKeys, signal));
  };
  return {
    load: async () => (await open()).loaded,
    plan: (targets) => build("plan", targets),
    run: (targets) => build("run", targets),
    runImage: async (...args) => (await import("./use-image.ts")).runImage(options, ...args, signal),
    openImage: async (...args) => (await import("./use-image.ts")).openImage(options, ...args, signal),
    async openFailed(...args) {
      const session = await open();
      return (await import("./open-failed.ts")).openFailed(options, session, ...args, signal);
    },
    exportImages: async (...args) => (await import("./export-images.ts")).exportImages(options, ...args, signal),
    enterPipeline: async (name, terminal) =>
      withWork(await open(), options, signal, async (work) => {
        const { enterPipeline } = await import("./start-pipelines.ts");
        return enterPipeline(work, name, terminal);
      }),
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
  session: Session,
  options: BuilderOptions,
  signal: AbortSignal,
): Promise<RunReport> {
  const { looseGiterminism = false, onEvent = () => {} } = options;
  const { loaded } = session;
  const { customTags } = resolveRepositories(options, options.environment, loaded.graph.project);
  if (!looseGiterminism) requireGiterminism({ ...loaded, customTags });
  const chosen = chooseTargets(loaded.graph, targets);
  if ("report" in loaded) {
    const { importWarnings } = await import("./import/import-warnings.ts");
    for (const diagnostic of importWarnings(loaded, chosen.pipelines)) onEvent({ kind: "warning", diagnostic });
  }
  return withWork(session, options, signal, async (work, clearDeadRuns) => {
    if (command === "run") await clearDeadRuns();
    const built =
      chosen.images === undefined ? nothingBuilt(command, session) : await buildImages(work, command, chosen.images);
    if (!built.ok || chosen.pipelines.length === 0) return built;
    if (command === "plan") {
      const { planPipelines } = await import("./pipeline/plan-pipelines.ts");
      return { ...built, pipelinePlans: planPipelines(loaded.graph, chosen.pipelines, options.pipeline ?? {}) };
    }
    const { startPipelines } = await import("./start-pipelines.ts");
    return startPipelines(work, chosen.pipelines, built);
  });
}

/** Hands over an engine, and takes back what the run has noted that it uses. */
async function withWork<T>(
  session: Session,
  options: BuilderOptions,
  signal: AbortSignal,
  use: (work: Work, clearDeadRuns: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { environment, onEvent = () => {} } = options;
  const credentials = createDockerCredentials({ directory: dockerConfigDirectory(environment), environment });
  const onNote = (text: string): void => onEvent({ kind: "note", text });
  const engine = createDockerEngine({ environment, credentials, onNote });
  const ownership = createOwnership(engine, createRunRegistry(environment), onEvent);
  const work = {
    session,
    options,
    engine,
    credentials,
    beginRun: ownership.beginRun,
    claim: ownership.claim,
    onEvent,
    signal,
  };
  try {
    return await use(work, ownership.clearDeadRuns);
  } finally {
    await ownership.endRun();
  }
}

function nothingBuilt(command: "run" | "plan", { loaded, repository }: Session): RunReport {
  const { name } = loaded.graph.project;
  return { schemaVersion: 1, command, project: name, commit: repository?.head.id, ok: true, images: [], durationMs: 0 };
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
