import { createHash } from "node:crypto";
import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import type { PathFilter } from "../../git/repository.ts";
import type { HeldEntry } from "../../util/archive.ts";

/** Files of the work tree that may enter a context; what is not committed is looked at for nothing else. */
export interface WorkTreeFiles {
  /**
   * The files at some paths, those of directories in the order of their names, each once; paths in the result are relative to
   * the folder as well. Errors: `DOCKERFILE.ADDED_FILE_MISSING`.
   *
   * @param folder from the root of the repository
   */
  read(folder: string, paths: readonly string[]): Promise<readonly HeldEntry[]>;
  /** A file that need not be committed, as it is on the disk; undefined where the commit has the say. `path`: from the root. */
  readUncommitted(path: string): { readonly content: Buffer | undefined } | undefined;
  /**
   * Makes sure that what a filter takes is committed as it is on the disk, but for paths (from the root) that may be other.
   * Errors: `GIT.UNCOMMITTED`, `GIT.SUBMODULE_UNCLEAN`.
   */
  requireCommitted(image: DockerfileNode, filter: PathFilter, mayBeOther: (path: string) => boolean): Promise<void>;
  /** Whether one of the masks takes the path. */
  matches(masks: readonly string[], path: string): boolean;
}

/** werf's checksum: paths from the root of the repository, and the contents of files; links count by their paths. */
export function addedChecksum(folder: string, files: readonly HeldEntry[]): string {
  const hash = createHash("sha256");
  for (const { path, type, content } of files) {
    hash.update(folder === "" ? path : `${folder}/${path}`);
    if (type === "file" && content !== undefined) hash.update(content);
  }
  return hash.digest("hex");
}

/** All that the image gets of a file: path, mode, content. */
export function addedContent({ path, type, mode, content, target }: HeldEntry): string {
  const hash = createHash("sha256").update(content ?? target ?? "");
  return JSON.stringify([path, type, mode, hash.digest("hex")]);
}
