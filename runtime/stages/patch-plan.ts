import type { Change, FileEntry } from "../git/repository.ts";
import type { LayerPiece } from "./git-layer.ts";
import { ancestorsOf, targetPath, targetRoot } from "./mapping-paths.ts";
import type { MappingPatch } from "./patch-reader.ts";

/** What turns the files of the base commits into those of HEAD. All paths are the image's, without leading slash. */
export interface PatchPlan {
  readonly pieces: readonly LayerPiece[];
  readonly removedFiles: readonly string[];
  /** Directories that removals may leave empty, deepest first. */
  readonly emptiedDirectories: readonly string[];
}

/**
 * Sorts changes into what is written and what is removed. The two never touch one another's paths: a file that becomes a
 * directory, or the reverse, is replaced by what is written. Their order does not matter therefore, and removals can wait for
 * the container that a user stage starts anyway.
 */
export function planPatch(patches: readonly MappingPatch[]): PatchPlan {
  const written = new Set(patches.flatMap((patch) => patch.changes.filter(hasAfter).map(targetOf(patch))));
  const writtenParents = new Set([...written].flatMap(ancestorsOf));
  const isReplaced = (path: string): boolean =>
    written.has(path) || writtenParents.has(path) || ancestorsOf(path).some((parent) => written.has(parent));
  const pieces: LayerPiece[] = [];
  const removedFiles = new Set<string>();
  const emptied = new Set<string>();
  for (const patch of patches) {
    const removed = patch.changes.filter((change) => !hasAfter(change)).map(targetOf(patch));
    pieces.push({
      mapping: patch.mapping,
      repository: patch.repository,
      files: writtenFiles(patch.changes),
      existing: existingDirectories(patch),
      replaced: removed.filter((path) => writtenParents.has(path)),
    });
    const root = targetRoot(patch.mapping);
    for (const path of removed.filter((path) => !isReplaced(path))) {
      removedFiles.add(path);
      const parents = ancestorsOf(path).filter((parent) => isBelow(parent, root) && !writtenParents.has(parent));
      for (const parent of parents) emptied.add(parent);
    }
  }
  const emptiedDirectories = [...emptied].sort((a, b) => depthOf(b) - depthOf(a));
  return { pieces, removedFiles: [...removedFiles], emptiedDirectories };
}

function writtenFiles(changes: readonly Change[]): readonly FileEntry[] {
  return changes.map((change) => change.after).filter((file) => file !== undefined);
}

/** Directories that already held a file of the mapping at its base commit. */
function existingDirectories(patch: MappingPatch): readonly string[] {
  const held = patch.changes.filter((change) => change.before !== undefined && hasAfter(change));
  return [...new Set(held.map(targetOf(patch)).flatMap(ancestorsOf))];
}

function hasAfter(change: Change): boolean {
  return change.after !== undefined;
}

function targetOf(patch: MappingPatch): (change: Change) => string {
  return (change) => targetPath(patch.mapping, change.path);
}

function isBelow(path: string, root: string): boolean {
  return root === "" || path.startsWith(`${root}/`);
}

function depthOf(path: string): number {
  return path.split("/").length;
}
