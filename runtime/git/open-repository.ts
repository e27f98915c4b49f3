import { statSync } from "node:fs";
import { dirname } from "node:path";
import { createAncestry } from "./ancestry.ts";
import type { CommitObject } from "./commit-object.ts";
import { createDevCommit } from "./dev-commit.ts";
import { devMerge, missingObject, noCommits } from "./errors.ts";
import { fetchHistory } from "./fetch-history.ts";
import { findPlainClone } from "./find-plain-clone.ts";
import { findRepository, type RepositoryPlace } from "./find-repository.ts";
import { openGitDirectory } from "./git-directory.ts";
import { gitEnvironment } from "./git-environment.ts";
import { createGitRepository, type GitRepositoryOptions } from "./git-repository.ts";
import { createObjectStore } from "./object-store.ts";
import type { Repository } from "./repository.ts";
import { createSubmodules } from "./submodules.ts";
import { virtualMergeOf } from "./virtual-merge.ts";

/** A repository and where it is. */
export interface OpenedRepository extends Repository {
  /** Absolute path of the root of the work tree; of a bare repository its git directory. */
  readonly workTree: string;
  /** Absolute path of the git directory (of a linked work tree: its own). */
  readonly gitDir: string;
  /** Whether there is no work tree. */
  readonly isBare: boolean;
}

export interface OpenRepositoryOptions {
  /** A folder or file in the work tree. */
  readonly path: string;
  /** Build the work tree as it is, through a hidden commit. */
  readonly dev: boolean;
  /** HEAD is a merge that a CI system has made up. @default false */
  readonly virtualMerge?: boolean;
  /** Whether a shallow clone may fetch the history that choosing a stage needs. */
  readonly allowUnshallow: boolean | (() => boolean);
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** Ends every git process of the repository. */
  readonly signal?: AbortSignal;
}

/**
 * Opens the repository that holds a path; undefined where there is none. The caller closes it.
 * Throws `GIT.NO_COMMITS`, `GIT.NOT_INSTALLED` and `GIT.UNSAFE_REPOSITORY`.
 */
export async function openRepository(options: OpenRepositoryOptions): Promise<OpenedRepository | undefined> {
  const { signal } = options;
  if (options.dev && options.virtualMerge === true) throw devMerge();
  const env = gitEnvironment(options.env ?? process.env);
  const folder = folderOf(options.path);
  // Both processes find the repository by themselves and at the same time; one after the other would cost 3 ms more.
  const objects = createObjectStore({ cwd: folder, env, signal });
  // Asked together: each question by itself waits until git and this process have had their turns.
  const reading = Promise.all([objects.read("HEAD"), objects.read("HEAD^{tree}")]).catch(() => []);
  try {
    const plain = findPlainClone(folder, env);
    // Git tells best why it reads nothing.
    const isRead = plain !== undefined && (await reading)[0] !== undefined;
    const place = isRead ? plain : await findRepository(folder, env, signal);
    const known = (await reading).flatMap((object) => object ?? []);
    const [head] = known;
    if (place === undefined) {
      await objects.close();
      return undefined;
    }
    const directory = openGitDirectory({ path: place.gitDir, env, signal, objects, known });
    const committed = head === undefined ? undefined : await directory.commit(head.id);
    if (committed === undefined) throw noCommits(place.workTree);
    const { workTree, gitDir, commonDir } = place;
    const built = await chooseCommit(options, place, { directory, workTree, head: committed, env, signal });
    const repository = createGitRepository({
      head: built,
      ...(options.virtualMerge === true ? { merge: virtualMergeOf(committed) } : {}),
      isShallow: place.isShallow,
      directory,
      submodules: createSubmodules({ gitDirs: [...new Set([gitDir, commonDir])], workTree, env, signal }),
      ancestry: createAncestry(directory, deepenFor(options, place, directory)),
      workTree: { workTree, env },
    });
    return { ...repository, workTree, gitDir, isBare: place.isBare };
  } catch (error) {
    await objects.close();
    throw error;
  }
}

/** The folder to start git in; a file is looked up in its own. */
function folderOf(path: string): string {
  try {
    return statSync(path).isDirectory() ? path : dirname(path);
  } catch {
    return dirname(path);
  }
}

async function chooseCommit(
  { dev }: OpenRepositoryOptions,
  { isBare }: RepositoryPlace,
  options: Parameters<typeof createDevCommit>[0],
): Promise<CommitObject> {
  const { directory, head } = options;
  if (!dev || isBare) return head;
  const id = await createDevCommit(options);
  const commit = await directory.commit(id);
  if (commit === undefined) throw missingObject(id, directory.path);
  return commit;
}

function deepenFor(
  { allowUnshallow }: OpenRepositoryOptions,
  { isShallow }: RepositoryPlace,
  directory: GitRepositoryOptions["directory"],
): (() => Promise<boolean>) | undefined {
  if (!isShallow) return undefined;
  const isAllowed = typeof allowUnshallow === "function" ? allowUnshallow : () => allowUnshallow;
  return async () => isAllowed() && fetchHistory(directory);
}
