import { posix } from "node:path";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { ImageNode } from "../../sdk/model/image-node.ts";
import { mappingConflict } from "./errors.ts";

/**
 * Where the target of one mapping lies inside another's, the outer one leaves it out: the result has the `excludePaths` that
 * this takes (spec §2.3, as werf 2.77 does it; digests depend on it). Errors: `GRAPH.CONFLICT`.
 */
export function excludeOverlaps(image: ImageNode): ImageNode {
  const mappings = [...image.git];
  for (const [index, mapping] of mappings.entries()) {
    let current = mapping;
    for (const [otherIndex, other] of mappings.entries()) {
      if (otherIndex !== index) current = excludeOther(image, current, other);
    }
    mappings[index] = current;
  }
  return mappings.every((mapping, index) => mapping === image.git[index]) ? image : { ...image, git: mappings };
}

/** One directed step: the mapping without what the other fills. */
function excludeOther(image: ImageNode, mapping: GitMappingNode, other: GitMappingNode): GitMappingNode {
  const root = cleanPath(mapping.to);
  if (!isInside(cleanPath(other.to), root)) return mapping;
  const own = includedTargets(mapping);
  const others = includedTargets(other);
  if (own.length === 0 && others.length === 0) throw mappingConflict(image, mapping, other);
  let excludePaths = mapping.excludePaths;
  for (const target of others) {
    if (own.includes(target)) throw mappingConflict(image, mapping, other);
    if (own.some((path) => isInside(path, target))) continue;
    // werf 1.2.60 asks the reverse here; the arguments changed places between the versions.
    if (excludePaths.some((path) => isInside(joinPaths(root, path), target))) continue;
    excludePaths = [...excludePaths, posix.relative(`/${root}`, `/${target}`)];
  }
  return excludePaths === mapping.excludePaths ? mapping : { ...mapping, excludePaths };
}

/** Paths of the image that a mapping may fill, without leading slash; none for all of the root. */
function includedTargets({ to, includePaths }: GitMappingNode): readonly string[] {
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
