import { dirname, posix } from "node:path";
import { comparePaths } from "./git/compare-paths.ts";
import { filesWithoutRepository } from "./git/errors.ts";
import { createFileReader } from "./git/file-reader.ts";
import type { OpenedRepository } from "./git/open-repository.ts";
import { createWorkTreeReader } from "./git/work-tree-reader.ts";
import type { ImportFiles, ImportRequest } from "./import/import-request.ts";
import { folderInRepository } from "./load-host.ts";

/** What an importer reads, and what it has read. */
export interface WatchedImportFiles {
  readonly open: ImportRequest["openFiles"];
  /** Paths from the root of the repository that must be in the commit as they are in the work tree. */
  requiredPaths(): readonly string[];
}

/**
 * The files of the commit that is built. One that only the work tree has is read there, so that the message about it can say
 * that it is not committed.
 */
export function createImportFiles(file: string, repository: OpenedRepository | undefined): WatchedImportFiles {
  if (repository === undefined) {
    const refuse = (): never => {
      throw filesWithoutRepository(dirname(file));
    };
    return { open: () => ({ readFile: refuse, list: refuse }), requiredPaths: () => [] };
  }
  const commit = createFileReader({ workTree: repository.workTree, commit: repository.head.id });
  const workTree = createWorkTreeReader(repository.workTree);
  const folder = folderInRepository(file, repository);
  const required = new Set<string>();
  let listed: readonly string[] | undefined;
  const list = (): readonly string[] => {
    listed ??= [...new Set([...commit.glob("**"), ...workTree.glob("**")])]
      .filter((path) => folder === "" || path.startsWith(`${folder}/`))
      .map((path) => posix.relative(folder, path))
      .sort(comparePaths);
    return listed;
  };
  const open = (mayDiffer: (path: string) => boolean): ImportFiles => ({
    list,
    readFile(name) {
      const path = posix.join(folder, name);
      if (mayDiffer(name)) return workTree.readFile(path);
      const content = commit.readFile(path) ?? workTree.readFile(path);
      if (content !== undefined) required.add(path);
      return content;
    },
  });
  return { open, requiredPaths: () => [...required] };
}
