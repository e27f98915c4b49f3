import { createHash } from "node:crypto";
import { copyFile, mkdtemp, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommitObject } from "./commit-object.ts";
import { gitFailed } from "./errors.ts";
import type { GitDirectory } from "./git-directory.ts";
import type { ObjectId } from "./repository.ts";
import { readGit, runGit } from "./run-git.ts";
import { signature } from "./signature.ts";

export interface DevCommitOptions {
  readonly directory: GitDirectory;
  readonly workTree: string;
  readonly head: CommitObject;
  /** Made by `gitEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/**
 * Puts the work tree as it is (changes of tracked files, and new files that .gitignore does not name) into a hidden
 * commit and returns its id; HEAD's own where nothing differs. HEAD, the index and all branches stay as they are.
 *
 * Its parents are HEAD and, if there is one, the hidden commit before it. So the second `--dev` build, of an edited
 * tree, has the commit of the first as an ancestor and may use its stages, and a build of HEAD may not. The chain goes
 * on when HEAD moves forward, and starts anew after a rebase or on another branch, whose stages must not be mixed.
 * Nothing in a hidden commit depends on the clock: the same tree after the same commits gives the same id.
 *
 * The last one is kept from git's garbage collection by a reference under refs/builder/dev/, one for each branch;
 * `git for-each-ref refs/builder` shows them, and `git push` does not push them.
 */
export async function createDevCommit(options: DevCommitOptions): Promise<ObjectId> {
  const { head } = options;
  const tree = await writeWorkTree(options);
  if (tree === head.tree) return head.id;
  const reference = await referenceOfBranch(options);
  const previous = await readPrevious(reference, options);
  const same = previous === undefined ? undefined : await findSame(tree, previous, options);
  if (same !== undefined) return same;
  const commit = await writeCommit(tree, previous, options);
  await writeGit(["update-ref", reference, commit], options);
  return commit;
}

/** Stages everything in a copy of the index: git then rereads only files whose times changed. */
async function writeWorkTree(options: DevCommitOptions): Promise<ObjectId> {
  const { directory, signal, workTree, env } = options;
  const folder = await mkdtemp(join(tmpdir(), "builder-index-"));
  try {
    const index = join(folder, "index");
    await copyIndex(join(directory.path, "index"), index);
    const ownIndex = { cwd: workTree, env: { ...env, GIT_INDEX_FILE: index }, signal };
    await readGit([...quietly, "add", "--all", "--", "."], ownIndex);
    return (await readGit([...quietly, "write-tree"], ownIndex)).toString().trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Git trusts the times of a file unless it changed in the very tick in which the index was written; a copy that is
 * newer than its original would hide such a change. An older one only makes git read some files more.
 */
async function copyIndex(original: string, copy: string): Promise<void> {
  const status = await stat(original).catch(() => undefined);
  if (status === undefined) return;
  await copyFile(original, copy);
  const seconds = Math.floor(status.mtimeMs / 1000);
  await utimes(copy, seconds, seconds);
}

/** No hook runs, no daemon starts, and the copied index stays one file. */
const quietly = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.splitIndex=false",
  "core.safecrlf=false",
  "advice.addEmbeddedRepo=false",
  "gc.auto=0",
].flatMap((setting) => ["-c", setting]);

/** Branch names are hashed, as `a` and `a/b` cannot both be references; each work tree has a detached HEAD of its own. */
async function referenceOfBranch({ directory, workTree, env, signal }: DevCommitOptions): Promise<string> {
  const { stdout } = await runGit(["symbolic-ref", "--quiet", "HEAD"], { cwd: workTree, env, signal });
  const branch = stdout.toString().trim();
  const name = createHash("sha256").update(branch === "" ? directory.path : branch);
  return `refs/builder/dev/${name.digest("hex").slice(0, 16)}`;
}

/** The hidden commit before this one, unless the HEAD that it was made on is no longer part of the history. */
async function readPrevious(reference: string, options: DevCommitOptions): Promise<CommitObject | undefined> {
  const { directory, head } = options;
  const args = ["rev-parse", "--quiet", "--verify", `${reference}^{commit}`];
  const found = await runGit(args, { cwd: directory.path, env: directory.env, signal: options.signal });
  const previous = found.exitCode === 0 ? await directory.commit(found.stdout.toString().trim()) : undefined;
  const [base] = previous?.parents ?? [];
  if (base === undefined) return undefined;
  if (base === head.id) return previous;
  const isAncestor = ["merge-base", "--is-ancestor", base, head.id];
  const { exitCode } = await runGit(isAncestor, { cwd: directory.path, env: directory.env, signal: options.signal });
  return exitCode === 0 ? previous : undefined;
}

/** An earlier hidden commit of the same tree on the same HEAD: an edit that was taken back is nothing new. */
async function findSame(
  tree: ObjectId,
  previous: CommitObject,
  { directory, head }: DevCommitOptions,
): Promise<ObjectId | undefined> {
  let commit: CommitObject | undefined = previous;
  while (commit !== undefined && commit.parents[0] === head.id) {
    if (commit.tree === tree) return commit.id;
    const [, before]: readonly ObjectId[] = commit.parents;
    commit = before === undefined ? undefined : await directory.commit(before);
  }
  return undefined;
}

async function writeCommit(
  tree: ObjectId,
  previous: CommitObject | undefined,
  options: DevCommitOptions,
): Promise<ObjectId> {
  const parents = [options.head.id, ...(previous === undefined ? [] : [previous.id])].flatMap((id) => ["-p", id]);
  return writeGit(["commit-tree", tree, ...parents, "-m", "work tree, committed by builder --dev"], options);
}

async function writeGit(args: readonly string[], options: DevCommitOptions): Promise<string> {
  const { directory, head, signal } = options;
  const date = `${head.timeUnix} ${formatOffset(head.timezoneMinutes)}`;
  const env = { ...directory.env, ...signature(date) };
  const { exitCode, stdout, stderr } = await runGit([...quietly, ...args], { cwd: directory.path, env, signal });
  if (exitCode !== 0) throw gitFailed(args, stderr);
  return stdout.toString().trim();
}

function formatOffset(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}${String(rest).padStart(2, "0")}`;
}
