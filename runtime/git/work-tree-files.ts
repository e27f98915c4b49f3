import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { HeldEntry } from "../util/archive.ts";
import { addedFileMissing } from "./errors.ts";
import { createIncludeMatcher } from "./path-matcher.ts";
import { createWorkTreeReader } from "./work-tree-reader.ts";

/**
 * Reads what `contextAddFiles` names, and the Dockerfiles that need not be committed: the only files of a build that are not the
 * commit's.
 *
 * @param isUncommitted whether a path, from the root, is to be taken from the work tree
 */
export function createWorkTreeFiles(workTree: string, isUncommitted: (path: string) => boolean = () => false) {
  const reader = createWorkTreeReader(workTree);
  return {
    readUncommitted: (path: string): { readonly content: Buffer | undefined } | undefined =>
      isUncommitted(path) ? { content: reader.readFile(path) } : undefined,
    async read(folder: string, paths: readonly string[]): Promise<readonly HeldEntry[]> {
      const found = new Map<string, HeldEntry>();
      for (const path of paths) {
        for await (const entry of walk(join(workTree, folder), path.replace(/^\.\/+|\/+$/g, ""))) {
          if (!found.has(entry.path)) found.set(entry.path, entry);
        }
      }
      return [...found.values()];
    },
    matches: (masks: readonly string[], path: string): boolean => createIncludeMatcher(masks).matches(path),
  };
}

async function* walk(root: string, path: string): AsyncGenerator<HeldEntry> {
  const file = join(root, path);
  const status = await lstat(file).catch((error: unknown) => {
    throw addedFileMissing(path, error);
  });
  const entry = { path, uid: 0, gid: 0, modifiedUnix: Math.floor(status.mtimeMs / 1000), mode: status.mode & 0o777 };
  if (status.isDirectory()) {
    for (const name of (await readdir(file)).sort()) yield* walk(root, join(path, name));
  } else if (status.isSymbolicLink()) yield { ...entry, type: "symlink", target: await readlink(file) };
  else if (status.isFile()) yield { ...entry, type: "file", content: await readFile(file) };
}
