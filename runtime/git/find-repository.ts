import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { gitFailed, unsafeRepository } from "./errors.ts";
import { runGit } from "./run-git.ts";

/** Where the parts of a repository are. */
export interface RepositoryPlace {
  /** Root of the work tree; of a bare repository its git directory. */
  readonly workTree: string;
  readonly isBare: boolean;
  /** Of a linked work tree: its own. */
  readonly gitDir: string;
  /** Holds objects and branches; the same as `gitDir` but in linked work trees. */
  readonly commonDir: string;
  readonly isShallow: boolean;
}

/** Finds the repository that holds a folder; undefined where there is none. One git process. */
export async function findRepository(
  folder: string,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<RepositoryPlace | undefined> {
  // --show-toplevel comes last because it fails in a bare repository, after the other answers.
  const args = ["rev-parse", "--absolute-git-dir", "--git-common-dir", "--is-shallow-repository", "--show-toplevel"];
  const { stdout, stderr, exitCode } = await runGit(args, { cwd: folder, env, signal });
  const [gitDir, commonDir, isShallow, workTree] = stdout.toString().split("\n");
  if (gitDir === undefined || commonDir === undefined || gitDir === "") {
    if (stderr.includes("not a git repository")) return undefined;
    if (stderr.includes("dubious ownership") || stderr.includes("safe.")) throw unsafeRepository(folder, stderr);
    throw gitFailed(args, stderr);
  }
  const isBare = exitCode !== 0 || workTree === undefined || workTree === "";
  return {
    workTree: isBare ? gitDir : workTree,
    isBare,
    gitDir,
    // Git says it from where the folder really is.
    commonDir: resolve(await realpath(folder), commonDir),
    isShallow: isShallow === "true",
  };
}
