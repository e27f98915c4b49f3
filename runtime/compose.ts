import type { Builder, BuilderOptions, TidyOptions } from "./builder.ts";
import { openLocks } from "./open-locks.ts";
import { openSession, type Session } from "./open-session.ts";
import type { CleanupReport } from "./report/cleanup-report.ts";
import type { RunReport } from "./report/events.ts";
import { resolveRepositories } from "./repository-options.ts";
import { withSshKeys } from "./with-ssh-keys.ts";

/** This file, and those that it loads when they are needed, are the only ones that choose adapters. */
export function createBuilder(options: BuilderOptions): Builder {
  const signal = options.signal ?? new AbortController().signal;
  let session: Promise<Session> | undefined;
  const open = (): Promise<Session> => {
    session ??= openSession(options, signal);
    return session;
  };
  const build = async (command: "run" | "plan", targets: readonly string[]): Promise<RunReport> => {
    // Loaded while git starts.
    const [opened, { runTargets }] = await Promise.all([open(), import("./run-targets.ts")]);
    return withSshKeys(options, signal, (withKeys) => runTargets(command, targets, opened, withKeys, signal));
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
    async enterPipeline(name, terminal) {
      const { withWork } = await import("./with-work.ts");
      return withWork(await open(), options, signal, async (work) => {
        const { enterPipeline } = await import("./start-pipelines.ts");
        return enterPipeline(work, name, terminal);
      });
    },
    cleanup: async ({ fetch, ...tidy }) => tidyUp(await open(), options, { ...tidy, fetch }, signal),
    purge: async (tidy) => tidyUp(await open(), options, tidy, signal),
    close: async () => {
      const opened = await session?.catch(() => undefined);
      await opened?.repository?.close();
    },
  };
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
