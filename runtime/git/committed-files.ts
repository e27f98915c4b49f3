import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import type { Origin } from "../../sdk/errors/origin.ts";
import { type UncommittedFile, uncommitted } from "./errors.ts";
import { gitEnvironment } from "./git-environment.ts";
import type { OpenedRepository } from "./open-repository.ts";
import type { TreeEntry } from "./repository.ts";
import { runGit } from "./run-git.ts";

/**
 * Makes sure that files are in the commit that is built just as they are on the disk: build.ts and what it imports.
 * Files outside the work tree are left alone, and those that may differ (paths from the root). Throws `GIT.UNCOMMITTED`, which
 * names every file that differs.
 *
 * @param placesOf where build.ts names a file
 */
export async function requireCommitted(
  repository: OpenedRepository,
  absolutePaths: Iterable<string>,
  mayBeUncommitted: (path: string) => boolean = () => false,
  placesOf: (absolutePath: string) => readonly Origin[] = () => [],
): Promise<void> {
  const paths = [...new Set(absolutePaths)];
  const states = await Promise.all(
    paths.map(async (path) => {
      const state = await stateOf(repository, path, mayBeUncommitted);
      return state === undefined ? [] : [{ ...state, where: placesOf(path) }];
    }),
  );
  const differing = states.flat();
  if (differing.length > 0) throw uncommitted(differing);
}

async function stateOf(
  repository: OpenedRepository,
  absolutePath: string,
  mayBeUncommitted: (path: string) => boolean,
): Promise<Omit<UncommittedFile, "where"> | undefined> {
  const folder = realFolderOf(absolutePath);
  const file = join(folder, basename(absolutePath));
  const path = relative(repository.workTree, file).split(sep).join("/");
  if (path === "" || path.startsWith("../") || path === ".." || mayBeUncommitted(path)) return undefined;
  const entry = await repository.entry(repository.head.id, path);
  if (entry === undefined) return { path, state: "untracked" };
  if (isUnchanged(file, entry)) return undefined;
  return (await isUnchangedForGit(repository, path)) ? undefined : { path, state: "modified" };
}

function realFolderOf(path: string): string {
  try {
    return realpathSync.native(dirname(path));
  } catch {
    return dirname(path);
  }
}

/**
 * Compares in this process: nearly always enough, and no git has to be started for it. Synchronous, because these are a few
 * small files and the run waits for them.
 */
function isUnchanged(file: string, entry: TreeEntry): boolean {
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status === undefined) return false;
  if (status.isSymbolicLink() !== (entry.mode === "120000")) return false;
  const content = status.isSymbolicLink() ? readlinkSync(file, { encoding: "buffer" }) : readFileSync(file);
  const hash = createHash(entry.id.length === 40 ? "sha1" : "sha256");
  return hash.update(`blob ${content.length}\0`).update(content).digest("hex") === entry.id;
}

/** Git may keep a file otherwise than the work tree has it: line ends, filters. */
async function isUnchangedForGit({ workTree, head }: OpenedRepository, path: string): Promise<boolean> {
  const args = ["diff", "--quiet", "--no-ext-diff", head.id, "--", `:(top,literal)${path}`];
  return (await runGit(args, { cwd: workTree, env: gitEnvironment(process.env) })).exitCode === 0;
}
