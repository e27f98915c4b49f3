import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { RemoteGitNode } from "../../sdk/model/remote-git-node.ts";
import { missingRemoteReference, remoteFailed } from "./errors.ts";
import type { ObjectId } from "./repository.ts";
import { readGit, runGit } from "./run-git.ts";

/** A bare clone in the cache, which has no remote, no configuration of its own and no work tree. */
export interface RemoteClone {
  readonly path: string;
  /** The commit that a mapping takes; fetched unless it is named by its id and here already. */
  commitOf(remote: RemoteGitNode): Promise<ObjectId>;
}

export interface RemoteCloneOptions {
  readonly url: string;
  readonly path: string;
  /** With what git needs to ask the server. */
  readonly env: NodeJS.ProcessEnv;
  /** Never shown, whatever git prints. */
  readonly password?: string;
  readonly withLock: <T>(use: () => Promise<T>) => Promise<T>;
  readonly signal?: AbortSignal;
}

/** Where the commit of the default branch is noted: the server's HEAD is no branch of ours. */
const defaultReference = "refs/builder/head";
const allReferences = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];

export function createRemoteClone({
  url,
  path,
  password,
  withLock,
  signal,
  ...options
}: RemoteCloneOptions): RemoteClone {
  const env = { ...options.env, GIT_DIR: path };
  const fetches = new Map<string, Promise<void>>();

  /** Once for each set of references; another process may do the same meanwhile, one after the other. */
  const fetchOnce = (references: readonly string[]): Promise<void> => {
    const key = references.join(" ");
    const known = fetches.get(key) ?? withLock(() => fetchNow(references));
    fetches.set(key, known);
    return known;
  };

  const fetchNow = async (references: readonly string[]): Promise<void> => {
    await create();
    // Objects are never collected: another process may be reading a commit that no branch has any more.
    const settings = ["-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "core.hooksPath=/dev/null"];
    const args = [...settings, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--prune", "--force"];
    const result = await runGit([...args, "--", url, ...references], { cwd: path, env, signal });
    if (result.exitCode === 0) return;
    throw remoteFailed(url, password === undefined ? result.stderr : result.stderr.replaceAll(password, "***"));
  };

  const create = async (): Promise<void> => {
    if (existsSync(join(path, "HEAD"))) return;
    await mkdir(path, { recursive: true });
    const args = ["init", "--bare", "--quiet", "--template=", "--initial-branch=none", path];
    await readGit(args, { cwd: path, env, signal });
  };

  const find = async (name: string): Promise<ObjectId | undefined> => {
    if (!existsSync(join(path, "HEAD"))) return undefined;
    const args = ["rev-parse", "--quiet", "--verify", "--end-of-options", `${name}^{commit}`];
    const { exitCode, stdout } = await runGit(args, { cwd: path, env, signal });
    return exitCode === 0 ? stdout.toString().trim() : undefined;
  };

  const findCommit = async (commit: ObjectId): Promise<ObjectId | undefined> => {
    const here = await find(commit);
    if (here !== undefined) return here;
    await fetchOnce(allReferences);
    const fetched = await find(commit);
    if (fetched !== undefined) return fetched;
    // No branch has it; some servers hand it out all the same.
    await fetchOnce([commit]).catch(() => signal?.throwIfAborted());
    return find(commit);
  };

  const findReference = async (name: string | undefined): Promise<ObjectId | undefined> => {
    await fetchOnce(name === undefined ? [`+HEAD:${defaultReference}`] : allReferences);
    return find(name ?? defaultReference);
  };

  return {
    path,
    async commitOf(remote) {
      const { branch, tag, commit } = remote;
      const name = tag !== undefined ? `refs/tags/${tag}` : branch !== undefined ? `refs/heads/${branch}` : undefined;
      const found = await (commit === undefined ? findReference(name) : findCommit(commit));
      if (found === undefined) throw missingRemoteReference(remote);
      return found;
    },
  };
}
