import { cleanPath, compileMask, type Glob, isOnlyStars, isUniversal, splitPath } from "./glob.ts";
import type { PathFilter } from "./repository.ts";

/** Decides about paths of a commit (spec §2.2). Paths are cleaned, without leading slash, "" for the root. */
export interface PathMatcher {
  /** The path itself is taken; of a directory: all that it holds may be taken as a whole unless `goesThrough`. */
  matches(path: string): boolean;
  /** The directory must be looked into: some of what it holds may be taken and some not. */
  goesThrough(path: string): boolean;
}

/** The matcher of a mapping: below `add`, one of the include masks, none of the exclude masks, and the further mask. */
export function createFilterMatcher(filter: PathFilter): PathMatcher {
  const { add, includePaths, excludePaths, mask } = filter;
  const parts = [createIncludeMatcher(includePaths), createExcludeMatcher(excludePaths)];
  if (mask !== undefined) parts.push(createIncludeMatcher([mask]));
  return createBaseMatcher(add, createCombinedMatcher(parts));
}

/** Of which directories the matcher wants to know anything at all. */
export function isDirectoryOfInterest(matcher: PathMatcher, path: string): boolean {
  return matcher.matches(path) || matcher.goesThrough(path);
}

/** One of the masks must match; no mask: everything. */
export function createIncludeMatcher(masks: readonly string[]): PathMatcher {
  const globs = masks.flatMap(compileMask);
  const prefixes = globs.map(withoutTrailingStars);
  if (globs.length === 0) return { matches: () => true, goesThrough: () => false };
  const isEverything = globs.some(isUniversal);
  return {
    matches: (path) => isEverything || matchesAny(prefixes, splitPath(path)),
    goesThrough: (path) => !isEverything && follow(globs, splitPath(path)).isOpen,
  };
}

/** No mask may match. */
export function createExcludeMatcher(masks: readonly string[]): PathMatcher {
  const globs = masks.flatMap(compileMask);
  const prefixes = globs.map(withoutTrailingStars);
  if (globs.length === 0) return { matches: () => true, goesThrough: () => false };
  const isEverything = globs.some(isUniversal);
  return {
    matches: (path) => !isEverything && !matchesAny(prefixes, splitPath(path)),
    goesThrough: (path) => {
      if (isEverything) return false;
      const { isOpen, isComplete } = follow(globs, splitPath(path));
      return isOpen && !isComplete;
    },
  };
}

/** All must match; a directory is looked into when one wants to and no other refuses it. */
export function createCombinedMatcher(matchers: readonly PathMatcher[]): PathMatcher {
  return {
    matches: (path) => matchers.every((matcher) => matcher.matches(path)),
    goesThrough: (path) =>
      matchers.every((matcher) => isDirectoryOfInterest(matcher, path)) &&
      matchers.some((matcher) => matcher.goesThrough(path)),
  };
}

/** Only the base and what lies below it, where the inner matcher judges the path relative to the base. */
export function createBaseMatcher(base: string, inner?: PathMatcher): PathMatcher {
  const root = cleanPath(base);
  const isBelow = (path: string) => root === "" || path === root || path.startsWith(`${root}/`);
  const relative = (path: string) => (root === "" ? path : path.slice(root.length + 1));
  const isAbove = (path: string) => root !== "" && (path === "" || root.startsWith(`${path}/`));
  return {
    matches: (path) => isBelow(path) && (inner?.matches(relative(path)) ?? true),
    goesThrough: (path) => isAbove(path) || (isBelow(path) && (inner?.goesThrough(relative(path)) ?? false)),
  };
}

/**
 * A mask matches a path by itself, without the star segments at its end, and with anything below that (spec §2.2):
 * in one rule, the mask without them matches the path or one of its parents.
 */
function withoutTrailingStars(glob: Glob): Glob {
  let length = glob.length;
  while (length > 0 && isOnlyStars(glob[length - 1]?.text ?? "")) length -= 1;
  return glob.slice(0, length);
}

function matchesAny(globs: readonly Glob[], names: readonly string[]): boolean {
  return globs.some((glob) => matchesPrefix(glob, names));
}

/** Whether the glob matches all or the first of the names; on a mismatch only the last `**` has to take one more. */
function matchesPrefix(glob: Glob, names: readonly string[]): boolean {
  let [segmentAt, nameAt] = [0, 0];
  let retrySegmentAt = -1;
  let retryNameAt = -1;
  for (;;) {
    const segment = glob[segmentAt];
    if (segment === undefined) return true;
    const name = names[nameAt];
    if (segment.isDeep) {
      [retrySegmentAt, retryNameAt] = [segmentAt, nameAt];
      segmentAt += 1;
    } else if (name !== undefined && segment.matches(name)) {
      segmentAt += 1;
      nameAt += 1;
    } else {
      retryNameAt += 1;
      if (retrySegmentAt === -1 || retryNameAt > names.length) return false;
      [segmentAt, nameAt] = [retrySegmentAt + 1, retryNameAt];
    }
  }
}

interface Following {
  /** Some globs go on below the path, and none of them takes simply everything there. */
  readonly isOpen: boolean;
  /** A glob ends with the last name of the path. */
  readonly isComplete: boolean;
}

/**
 * Follows the globs down a path, name by name. A segment with `**` stays where it is: that this looks into more
 * directories than necessary is werf's rule, and checksums of directories depend on it.
 */
function follow(globs: readonly Glob[], names: readonly string[]): Following {
  let open = globs;
  let isComplete = false;
  for (const name of names) {
    const next: Glob[] = [];
    isComplete = false;
    for (const glob of open) {
      const [segment] = glob;
      if (segment === undefined || !segment.matches(name)) continue;
      if (segment.text.includes("**")) next.push(glob);
      else if (glob.length > 1) next.push(glob.slice(1));
      else isComplete = true;
    }
    open = next;
    if (open.length === 0) break;
  }
  return { isOpen: open.length > 0 && !open.some(isUniversal), isComplete };
}
