import { posix } from "node:path";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { ImageNode } from "../../sdk/model/image-node.ts";
import type { ImportNode } from "../../sdk/model/import-node.ts";
import { mappingConflict } from "./errors.ts";

/**
 * Where the target of one mapping or import lies inside another's, the outer one leaves it out: the result has the `excludePaths`
 * that this takes (spec §2.3, as werf 2.77 does it; digests depend on it). Errors: `GRAPH.CONFLICT`.
 */
export function excludeOverlaps(image: ImageNode): ImageNode {
  const items: readonly TargetedFiles[] = [...image.git, ...image.imports];
  const excludes = items.map((item) => item.excludePaths);
  for (const [index, item] of items.entries()) {
    for (const [otherIndex, other] of items.entries()) {
      if (otherIndex === index) continue;
      const current = { ...item, excludePaths: excludes[index] ?? [] };
      excludes[index] = excludeOther(image, current, { ...other, excludePaths: excludes[otherIndex] ?? [] });
    }
  }
  if (items.every((item, index) => item.excludePaths === excludes[index])) return image;
  const excluding = <T extends TargetedFiles>(item: T, index: number): T => ({
    ...item,
    excludePaths: excludes[index] ?? item.excludePaths,
  });
  return {
    ...image,
    git: image.git.map(excluding),
    imports: image.imports.map((node, index) => excluding(node, image.git.length + index)),
  };
}

/** Files that go to a place in the image. */
export type TargetedFiles = GitMappingNode | ImportNode;

/** One directed step: what the item must exclude to leave out what the other fills. */
function excludeOther(image: ImageNode, item: TargetedFiles, other: TargetedFiles): readonly string[] {
  const root = cleanPath(item.to);
  let { excludePaths } = item;
  if (!isInside(cleanPath(other.to), root)) return excludePaths;
  const own = includedTargets(item);
  const others = includedTargets(other);
  if (own.length === 0 && others.length === 0) throw mappingConflict(image, item, other);
  for (const target of others) {
    if (own.includes(target)) throw mappingConflict(image, item, other);
    if (own.some((path) => isInside(path, target))) continue;
    // werf 1.2.60 asks the reverse here; the arguments changed places between the versions.
    if (excludePaths.some((path) => isInside(joinPaths(root, path), target))) continue;
    excludePaths = [...excludePaths, posix.relative(`/${root}`, `/${target}`)];
  }
  return excludePaths;
}

/** Paths of the image that a mapping may fill, without leading slash; none for all of the root. */
function includedTargets({ to, includePaths }: TargetedFiles): readonly string[] {
  const root = cleanPath(to);
  if (includePaths.length > 0) return includePaths.map((path) => joinPaths(root, path));
  return root === "" ? [] : [root];
}

function joinPaths(root: string, path: string): string {
  return cleanPath(`/${root}/${path}`);
}

function cleanPath(path: string): string {
  return posix.resolve("/", path).slice(1);
}

function isInside(path: string, directory: string): boolean {
  return directory === "" || path === directory || path.startsWith(`${directory}/`);
}
