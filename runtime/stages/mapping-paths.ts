import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { PathFilter } from "../git/repository.ts";

/** The files of a mapping; with a mask, those that the mask matches as well. */
export function filterOf(mapping: GitMappingNode, mask?: string): PathFilter {
  const { includePaths, excludePaths } = mapping;
  const filter = { add: repositoryPath(mapping), includePaths, excludePaths };
  return mask === undefined ? filter : { ...filter, mask };
}

/** `add` as git knows it: without slashes around it, "" for the root. */
export function repositoryPath(mapping: GitMappingNode): string {
  return trimSlashes(mapping.add);
}

/** `to` as a tar stream at `/` knows it: without slashes around it, "" for the root. */
export function targetRoot(mapping: GitMappingNode): string {
  return trimSlashes(mapping.to);
}

/** Where a file of the repository goes, without leading slash. A mapping of a single file gives it the name that `to` ends with. */
export function targetPath(mapping: GitMappingNode, path: string): string {
  const add = repositoryPath(mapping);
  const to = targetRoot(mapping);
  if (path === add) return to;
  const relative = add === "" ? path : path.slice(add.length + 1);
  return to === "" ? relative : `${to}/${relative}`;
}

/** The directory that holds a path; "" for the root. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/** The directories above a path, outermost first, without the root. */
export function ancestorsOf(path: string): readonly string[] {
  const parent = parentOf(path);
  return parent === "" ? [] : [...ancestorsOf(parent), parent];
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, "");
}
