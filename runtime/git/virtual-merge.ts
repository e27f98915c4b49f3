import type { CommitObject } from "./commit-object.ts";
import { notAMerge } from "./errors.ts";
import type { GitDirectory } from "./git-directory.ts";
import type { ObjectId, VirtualMerge } from "./repository.ts";
import { runGit } from "./run-git.ts";
import { signature } from "./signature.ts";

/** What a commit merges that a CI system has made up for a merge request. Errors: `GIT.NOT_A_MERGE`. */
export function virtualMergeOf({ id, parents }: CommitObject): VirtualMerge {
  const [into, from, ...others] = parents;
  if (into === undefined || from === undefined || others.length > 0) throw notAMerge(id, parents.length);
  return { into, from };
}

/**
 * The commit that merges two commits, made anew: that of a CI system is in its own clone alone, and only for a while. The same two
 * commits give the same one. Undefined where they are not here, or do not merge by themselves, or git is older than 2.38.
 */
export async function mergeAgain(directory: GitDirectory, { into, from }: VirtualMerge): Promise<ObjectId | undefined> {
  const commit = await directory.commit(from);
  if (commit === undefined || (await directory.commit(into)) === undefined) return undefined;
  const date = `${commit.timeUnix} +0000`;
  const env = { ...directory.env, ...signature(date) };
  const write = async (...args: readonly string[]): Promise<string | undefined> => {
    const { exitCode, stdout } = await runGit(args, { cwd: directory.path, env });
    return exitCode === 0 ? stdout.toString().trim() : undefined;
  };
  const tree = await write("merge-tree", "--write-tree", into, from);
  if (tree === undefined) return undefined;
  return write("commit-tree", tree, "-p", into, "-p", from, "-m", "virtual merge, made again by builder");
}
