import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { originsOf } from "../../sdk/errors/origin.ts";
import type { DockerfileNode } from "../../sdk/model/dockerfile-node.ts";
import type { HeldEntry } from "../util/archive.ts";
import { addedFileMissing, contextUncommitted, submoduleUnclean } from "./errors.ts";
import { createFilterMatcher, createIncludeMatcher, isDirectoryOfInterest } from "./path-matcher.ts";
import type { PathFilter } from "./repository.ts";
import { listWorkTreeChanges, type WorkTreeChange } from "./work-tree-changes.ts";
import { createWorkTreeReader } from "./work-tree-reader.ts";

/** What is known of the work tree of a build. */
export interface WorkTreeOptions {
  /** Absolute path of its root. */
  readonly workTree: string;
  /** Whether a path, from the root, is to be taken from the work tree. */
  readonly isUncommitted: (path: string) => boolean;
  /** Whether nobody minds what is not committed, or it is committed for the build. */
  readonly mayDiffer: boolean;
}

/**
 * Reads what `contextAddFiles` names, and the Dockerfiles that need not be committed: the only files of a build that are not the
 * commit's.
 */
export function createWorkTreeFiles({ workTree, isUncommitted, mayDiffer }: WorkTreeOptions) {
  const reader = createWorkTreeReader(workTree);
  let listing: Promise<readonly WorkTreeChange[]> | undefined;
  return {
    async requireCommitted(
      image: DockerfileNode,
      filter: PathFilter,
      mayBeOther: (path: string) => boolean,
    ): Promise<void> {
      if (mayDiffer) return;
      listing ??= listWorkTreeChanges(workTree);
      const matcher = createFilterMatcher(filter);
      const where = originsOf(image);
      const found: WorkTreeChange[] = [];
      for (const change of await listing) {
        const { path, submodule } = change;
        if (submodule !== undefined && isDirectoryOfInterest(matcher, path))
          throw submoduleUnclean(path, submodule, where);
        if (matcher.matches(path) && !mayBeOther(path)) found.push(change);
      }
      if (found.length > 0)
        throw contextUncommitted(
          image.name,
          found.map((change) => ({ ...change, where })),
        );
    },
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
