import { gitFailed } from "./errors.ts";
import type { GitDirectory } from "./git-directory.ts";
import type { ObjectId } from "./repository.ts";
import { runGit } from "./run-git.ts";

/** Which commits come before which; each question is put to git once. */
export interface Ancestry {
  isAncestor(ancestor: ObjectId, commit: ObjectId): Promise<boolean>;
}

/** `deepen` fetches the history that a shallow clone lacks and says whether it did; absent for a whole clone. */
export function createAncestry(directory: GitDirectory, deepen?: () => Promise<boolean>): Ancestry {
  const answers = new Map<string, Promise<boolean>>();
  let deepened: Promise<boolean> | undefined;

  async function answer(ancestor: ObjectId, commit: ObjectId): Promise<boolean> {
    if (ancestor === commit) return true;
    if (await isKnownAncestor(directory, ancestor, commit)) return true;
    // In a shallow clone "no" may only mean that the history between the two is not here.
    if (deepen === undefined) return false;
    deepened ??= deepen();
    return (await deepened) && isKnownAncestor(directory, ancestor, commit);
  }

  return {
    isAncestor(ancestor, commit) {
      const question = `${ancestor} ${commit}`;
      const known = answers.get(question) ?? answer(ancestor, commit);
      answers.set(question, known);
      return known;
    },
  };
}

async function isKnownAncestor(directory: GitDirectory, ancestor: ObjectId, commit: ObjectId): Promise<boolean> {
  const { path, env, signal } = directory;
  // The open object store answers at once; only a commit that is there is worth a process.
  if ((await directory.commit(ancestor)) === undefined) return false;
  const args = ["merge-base", "--is-ancestor", ancestor, commit];
  const { exitCode, stderr } = await runGit(args, { cwd: path, env, signal });
  if (exitCode > 1) throw gitFailed(args, stderr);
  return exitCode === 0;
}
