import { dirname, posix, relative, sep } from "node:path";
import type { Origin } from "../sdk/errors/origin.ts";
import { comparePaths } from "./git/compare-paths.ts";
import { filesWithoutRepository } from "./git/errors.ts";
import { createFileReader } from "./git/file-reader.ts";
import type { OpenedRepository } from "./git/open-repository.ts";
import { createWorkTreeReader } from "./git/work-tree-reader.ts";
import type { LoadHost } from "./load/loaded-file.ts";
import type { Environment } from "./util/cache-dir.ts";

/** What `env()` and `files` see, and what they were asked for. */
export interface WatchedLoadHost extends LoadHost {
  /** The files that were read, by their paths from the root of the repository, and where build.ts reads them. */
  readonly read: ReadonlyMap<string, readonly Origin[]>;
}

/**
 * The environment of the process, and the commit that is built, from the folder of build.ts on. A file that only the work tree
 * has is read there, so that the message about it can say that it is not committed.
 *
 * @param isUncommitted whether a path, from the root, is to be taken from the work tree
 */
export function createLoadHost(
  file: string,
  repository: OpenedRepository | undefined,
  environment: Environment,
  isUncommitted: (path: string) => boolean,
): WatchedLoadHost {
  const env = (name: string): string | undefined => environment[name];
  const read = new Map<string, readonly Origin[]>();
  const note = (path: string, origin: Origin | undefined): void => {
    read.set(path, [...(read.get(path) ?? []), ...(origin === undefined ? [] : [origin])]);
  };
  if (repository === undefined) {
    const refuse = (): never => {
      throw filesWithoutRepository(dirname(file));
    };
    return { env, readFile: refuse, glob: refuse, read };
  }
  const commit = createFileReader({ workTree: repository.workTree, commit: repository.head.id });
  const workTree = createWorkTreeReader(repository.workTree);
  const folder = folderInRepository(file, repository);
  const find = (path: string): Buffer | undefined =>
    isUncommitted(path) ? workTree.readFile(path) : commit.readFile(path);
  return {
    env,
    read,
    readFile(name, origin) {
      const path = posix.join(folder, name);
      const content = find(path) ?? workTree.readFile(path);
      if (content !== undefined) note(path, origin);
      return content;
    },
    exists: (name) => find(posix.join(folder, name)) !== undefined,
    glob(mask, origin) {
      const rooted = posix.join(folder, mask);
      const committed = new Set(commit.glob(rooted));
      const present = workTree.glob(rooted);
      // A file that would match if it were committed must be, or the work tree and the commit would build different things.
      for (const path of present) if (!committed.has(path)) note(path, origin);
      const paths = [...[...committed].filter((path) => !isUncommitted(path)), ...present.filter(isUncommitted)];
      return paths.sort(comparePaths).map((path) => posix.relative(folder, path));
    },
  };
}

/** The rule: everything comes from the commit. */
export const nothingUncommitted = (): boolean => false;

/** Without the rule. */
export const everythingUncommitted = (): boolean => true;

/** The folder of build.ts, from the root of its repository. */
export function folderInRepository(file: string, { workTree }: OpenedRepository): string {
  return relative(workTree, dirname(file)).split(sep).join("/");
}
