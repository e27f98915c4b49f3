import type { GitObject } from "./batch-parser.ts";
import { type CommitObject, parseCommitObject } from "./commit-object.ts";
import { missingObject } from "./errors.ts";
import { createObjectStore, type ObjectStore } from "./object-store.ts";
import type { ObjectId } from "./repository.ts";
import { readGit } from "./run-git.ts";
import { parseTreeObject, type TreeLine } from "./tree-object.ts";

/** The objects of one repository or submodule. */
export interface GitDirectory {
  /** Absolute. */
  readonly path: string;
  /** Makes git commands read this directory and no work tree. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal | undefined;
  commit(id: ObjectId): Promise<CommitObject | undefined>;
  /** Throws `GIT.MISSING_OBJECT`, as do the others. */
  tree(id: ObjectId): Promise<readonly TreeLine[]>;
  blob(id: ObjectId): Promise<Buffer>;
  run(args: readonly string[], input?: string): Promise<Buffer>;
  close(): Promise<void>;
}

export interface GitDirectoryOptions {
  readonly path: string;
  /** Made by `gitEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** A store that is open already. */
  readonly objects?: ObjectStore;
  /** What has been read of it. @default nothing */
  readonly known?: readonly GitObject[];
}

/** Lines of parsed trees that are kept for the next mask: some 10 MB. */
const maxCachedLines = 50_000;

export function openGitDirectory(options: GitDirectoryOptions): GitDirectory {
  const { path, signal } = options;
  // Without a work tree of its own, git would change into that of a submodule, which may be gone.
  const env = { ...options.env, GIT_DIR: path, GIT_WORK_TREE: path };
  const objects = options.objects ?? createObjectStore({ cwd: path, env, signal });
  const commits = new Map<ObjectId, CommitObject>();
  const trees = new Map<ObjectId, readonly TreeLine[]>();
  let cachedLines = 0;
  for (const object of options.known ?? []) {
    if (object.type === "commit") commits.set(object.id, parseCommitObject(object.id, object.content));
    if (object.type === "tree") keepTree(object.id, object.content);
  }

  function keepTree(id: ObjectId, content: Buffer): readonly TreeLine[] {
    const lines = parseTreeObject(content, id.length / 2);
    if (cachedLines + lines.length <= maxCachedLines && !trees.has(id)) {
      cachedLines += lines.length;
      trees.set(id, lines);
    }
    return lines;
  }

  async function readCommit(id: ObjectId): Promise<CommitObject | undefined> {
    const cached = commits.get(id);
    if (cached !== undefined) return cached;
    const object = await objects.read(id);
    if (object?.type !== "commit") return undefined;
    const commit = parseCommitObject(object.id, object.content);
    commits.set(id, commit);
    return commit;
  }

  async function readTree(id: ObjectId): Promise<readonly TreeLine[]> {
    const cached = trees.get(id);
    if (cached !== undefined) return cached;
    return keepTree(id, await content(id));
  }

  async function content(id: ObjectId): Promise<Buffer> {
    const object = await objects.read(id);
    if (object === undefined) throw missingObject(id, path);
    return object.content;
  }

  return {
    path,
    env,
    signal,
    commit: readCommit,
    tree: readTree,
    blob: content,
    run: (args, input) => readGit(args, { cwd: path, env, signal, ...(input === undefined ? {} : { input }) }),
    close: () => objects.close(),
  };
}
