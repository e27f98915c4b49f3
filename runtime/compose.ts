import { dirname, relative, sep } from "node:path";
import { createLatestImageId } from "./ask-registry.ts";
import { createOwnership } from "./build/ownership.ts";
import { readPassword } from "./build/read-secret.ts";
import { type RunRequest, runImages } from "./build/run-images.ts";
import { createRunRegistry } from "./build/run-registry.ts";
import type { Builder, BuilderOptions } from "./builder.ts";
import { createDockerEngine } from "./engine/docker/create-docker-engine.ts";
import type { OwnSshAgent } from "./engine/toolchain/own-ssh-agent.ts";
import { sshAgentMount } from "./engine/toolchain/ssh-agent-mount.ts";
import { requireGiterminism } from "./git/giterminism.ts";
import type { OpenedRepository } from "./git/open-repository.ts";
import { createFilterMatcher } from "./git/path-matcher.ts";
import { createRemoteRepositories } from "./git/remote-repositories.ts";
import { createWorkTreeFiles } from "./git/work-tree-files.ts";
import { openSession, type Session } from "./open-session.ts";
import type { RunReport } from "./report/events.ts";
import { createEngineLocalStorage } from "./storage/engine-local-storage.ts";
import { createFileLocks } from "./storage/lock/file-locks.ts";
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
  const engine = createDockerEngine({ environment, onNote: (text) => onEvent({ kind: "note", text }) });
  const ownAgent = await ownSshAgent(command, options, signal);
  const sshSocket = ownAgent === undefined ? {} : { SSH_AUTH_SOCK: ownAgent.socket };
  const agent = sshAgentMount({ ...environment, ...sshSocket }, engine.capabilities);
  const locks = createFileLocks(environment);
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
  try {
    if (command === "run") await ownership.clearDeadRuns();
    return await runImages(
      {
        engine,
        storage: createEngineLocalStorage({ engine, project: project.name }),
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
        onEvent,
        signal,
      },
    );
  } finally {
    await remotes.close();
    await ownership.endRun();
    await ownAgent?.close();
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
