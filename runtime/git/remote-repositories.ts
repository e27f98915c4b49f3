import { createHash } from "node:crypto";
import { join } from "node:path";
import type { RemoteGitNode } from "../../sdk/model/remote-git-node.ts";
import type { SecretSource } from "../../sdk/model/secret-node.ts";
import { createAncestry } from "./ancestry.ts";
import type { CommitObject } from "./commit-object.ts";
import { credentialEnvironment } from "./credential-environment.ts";
import { missingRemoteReference } from "./errors.ts";
import { openGitDirectory } from "./git-directory.ts";
import { gitEnvironment } from "./git-environment.ts";
import { createGitRepository } from "./git-repository.ts";
import { createRemoteClone, type RemoteClone } from "./remote-clone.ts";
import type { RemoteRepositories, Repository } from "./repository.ts";
import { createSubmodules } from "./submodules.ts";

export interface RemoteRepositoriesOptions {
  /** Where clones are kept, for all projects of this machine. */
  readonly cacheDir: string;
  /** Relative urls start here: the folder of build.ts. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly readPassword: (source: SecretSource) => Promise<string>;
  /** Keeps processes from writing to one clone at the same time. */
  readonly withLock: <T>(name: string, use: () => Promise<T>) => Promise<T>;
  readonly signal?: AbortSignal;
}

/** Repositories by url: each is cloned once into the cache, and fetched once in the life of this value, if at all. */
export function createRemoteRepositories(options: RemoteRepositoriesOptions): RemoteRepositories {
  const opened = new Map<string, Promise<Repository>>();
  const clones = new Map<string, Promise<RemoteClone>>();

  const cloneOf = (remote: RemoteGitNode): Promise<RemoteClone> => {
    const { url, basicAuth } = remote;
    const key = JSON.stringify([url, basicAuth]);
    const known = clones.get(key) ?? prepareClone(remote, options);
    clones.set(key, known);
    return known;
  };

  return {
    open(remote) {
      const key = JSON.stringify(remote);
      const known = opened.get(key) ?? cloneOf(remote).then((clone) => openAt(clone, remote, options));
      opened.set(key, known);
      return known;
    },
    async close() {
      const settled = await Promise.allSettled(opened.values());
      await Promise.all(settled.map((one) => (one.status === "fulfilled" ? one.value.close() : undefined)));
    },
  };
}

async function prepareClone(remote: RemoteGitNode, options: RemoteRepositoriesOptions): Promise<RemoteClone> {
  const { url, basicAuth } = remote;
  const { cacheDir, folder, readPassword, withLock, signal } = options;
  const credentials =
    basicAuth === undefined
      ? undefined
      : { username: basicAuth.username, password: await readPassword(basicAuth.password) };
  const address = isPath(url) ? join(folder, url) : url;
  const name = cloneName(address);
  const env = gitEnvironment(options.env);
  return createRemoteClone({
    url: address,
    path: join(cacheDir, "git", name),
    env: { ...env, ...credentialEnvironment(env, url, credentials) },
    password: credentials?.password,
    withLock: (use) => withLock(`git-${name}`, use),
    signal,
  });
}

/** `../name`, as git does: neither absolute, nor with a scheme, nor `host:path`. */
function isPath(url: string): boolean {
  return !url.startsWith("/") && !url.includes(":");
}

/** Readable at its end, and different for different urls. */
function cloneName(url: string): string {
  const words = url.replace(/\.git\/?$/, "").replace(/[^A-Za-z0-9]+/g, "-");
  return `${words.slice(-40).replace(/^-/, "")}-${createHash("sha256").update(url).digest("hex").slice(0, 16)}`;
}

async function openAt(
  clone: RemoteClone,
  remote: RemoteGitNode,
  options: RemoteRepositoriesOptions,
): Promise<Repository> {
  const env = gitEnvironment(options.env);
  const id = await clone.commitOf(remote);
  const directory = openGitDirectory({ path: clone.path, env, signal: options.signal });
  const head: CommitObject | undefined = await directory.commit(id);
  if (head === undefined) throw missingRemoteReference(remote);
  return createGitRepository({
    head,
    isShallow: false,
    directory,
    submodules: createSubmodules({ gitDirs: [clone.path], workTree: clone.path, env, signal: options.signal }),
    ancestry: createAncestry(directory),
    workTree: { workTree: clone.path, env },
  });
}
