import { createDockerignore } from "../plan/dockerfile/dockerignore.ts";
import { cleanPath, compileMask, type Glob, isOnlyStars, isUniversal, splitPath } from "./glob.ts";
import type { PathFilter } from "./repository.ts";

/** Decides about paths of a commit (spec §2.2). Paths are cleaned, without leading slash, "" for the root. */
export interface PathMatcher {
  /** The path itself is taken; of a directory: all that it holds may be taken as a whole unless `goesThrough`. */
  matches(path: string): boolean;
  /** The same for the names in one directory, whose path is then judged only once. */
  matchesIn(directory: string): (name: string) => boolean;
  /** The directory must be looked into: some of what it holds may be taken and some not. */
  goesThrough(path: string): boolean;
}

/** The matcher of a mapping: below `add`, one of the include masks, none of the exclude masks, and the further mask. */
export function createFilterMatcher(filter: PathFilter): PathMatcher {
  const { add, includePaths, excludePaths, mask, ignore = [] } = filter;
  const parts: PathMatcher[] = [];
  if (ignore.length > 0) parts.push(createIgnoreMatcher(ignore));
  if (includePaths.length > 0) parts.push(createIncludeMatcher(includePaths));
  if (excludePaths.length > 0) parts.push(createExcludeMatcher(excludePaths));
  if (mask !== undefined) parts.push(createIncludeMatcher([mask]));
  return createBaseMatcher(add, parts.length === 0 ? undefined : createCombinedMatcher(parts));
}

/** Of which directories the matcher wants to know anything at all. */
export function isDirectoryOfInterest(matcher: PathMatcher, path: string): boolean {
  return matcher.matches(path) || matcher.goesThrough(path);
}

/** One of the masks must match; no mask: everything. */
export function createIncludeMatcher(masks: readonly string[]): PathMatcher {
  const globs = masks.flatMap(compileMask);
  const prefixes = globs.map(withoutTrailingStars);
  if (globs.length === 0) return everything;
  const isEverything = globs.some(isUniversal);
  return {
    matches: (path) => startAll(prefixes, splitPath(path)).some(isReached),
    matchesIn: (directory) => nameTest(startAll(prefixes, splitPath(directory))),
    goesThrough: (path) => !isEverything && follow(globs, splitPath(path)).isOpen,
  };
}

/** No mask may match. */
export function createExcludeMatcher(masks: readonly string[]): PathMatcher {
  const globs = masks.flatMap(compileMask);
  const prefixes = globs.map(withoutTrailingStars);
  if (globs.length === 0) return everything;
  const isEverything = globs.some(isUniversal);
  return {
    matches: (path) => !startAll(prefixes, splitPath(path)).some(isReached),
    matchesIn: (directory) => {
      const isExcluded = nameTest(startAll(prefixes, splitPath(directory)));
      return (name) => !isExcluded(name);
    },
    goesThrough: (path) => {
      if (isEverything) return false;
      const { isOpen, isComplete } = follow(globs, splitPath(path));
      return isOpen && !isComplete;
    },
  };
}

/** What a .dockerignore leaves. */
export function createIgnoreMatcher(patterns: readonly string[]): PathMatcher {
  const { ignores, goesThrough } = createDockerignore(patterns);
  return {
    matches: (path) => !ignores(path),
    matchesIn: (directory) => (name) => !ignores(directory === "" ? name : `${directory}/${name}`),
    goesThrough,
  };
}

const everything: PathMatcher = { matches: () => true, matchesIn: () => () => true, goesThrough: () => false };

/** All must match; a directory is looked into when one wants to and no other refuses it. */
export function createCombinedMatcher(matchers: readonly PathMatcher[]): PathMatcher {
  const [only, another] = matchers;
  if (only !== undefined && another === undefined) return only;
  return {
    matches: (path) => matchers.every((matcher) => matcher.matches(path)),
    matchesIn: (directory) => {
      const tests = matchers.map((matcher) => matcher.matchesIn(directory));
      return (name) => tests.every((test) => test(name));
    },
    goesThrough: (path) => {
      let isWanted = false;
      for (const matcher of matchers) {
        if (matcher.goesThrough(path)) isWanted = true;
        else if (!matcher.matches(path)) return false;
      }
      return isWanted;
    },
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
    matchesIn: (directory) => {
      if (isBelow(directory)) return inner?.matchesIn(relative(directory)) ?? (() => true);
      const isBase = (name: string) => root === (directory === "" ? name : `${directory}/${name}`);
      return (name) => isBase(name) && (inner?.matches("") ?? true);
    },
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

/** How far a glob has come on the way down a path. */
interface Progress {
  readonly glob: Glob;
  /** Segments that the next name may have to match; several after a `**`. Its own length: the glob has matched. */
  readonly positions: ReadonlySet<number>;
}

function isReached({ glob, positions }: Progress): boolean {
  return positions.has(glob.length);
}

function startAll(globs: readonly Glob[], names: readonly string[]): readonly Progress[] {
  return globs.map((glob) => names.reduce(advance, { glob, positions: reachable(glob, [0]) }));
}

/** Goes on by one name; what has matched a parent matches all below it. */
function advance(progress: Progress, name: string): Progress {
  if (isReached(progress)) return progress;
  const { glob, positions } = progress;
  const next: number[] = [];
  for (const position of positions) {
    const segment = glob[position];
    if (segment?.isDeep) next.push(position);
    else if (segment?.matches(name)) next.push(position + 1);
  }
  return { glob, positions: reachable(glob, next) };
}

/** `**` also stands for no directory at all. */
function reachable(glob: Glob, positions: readonly number[]): ReadonlySet<number> {
  const all = new Set(positions);
  for (const position of all) if (glob[position]?.isDeep) all.add(position + 1);
  return all;
}

/** Whether a name in the directory that the globs have come to is matched: by the last segments alone. */
function nameTest(started: readonly Progress[]): (name: string) => boolean {
  if (started.some(isReached)) return () => true;
  const last = started.flatMap(({ glob, positions }) => {
    return [...positions].filter((position) => isLast(glob, position)).map((position) => glob[position]);
  });
  return (name) => last.some((segment) => segment?.matches(name));
}

/** Prefixes end with a segment that is no `**`, so that only a match of that very segment is a match of the glob. */
function isLast(glob: Glob, position: number): boolean {
  return position === glob.length - 1;
}

interface Following {
  /** Some globs go on below the path, and none of them takes simply everything there. */
  readonly isOpen: boolean;
  /** A glob ends with the last name of the path. */
  readonly isComplete: boolean;
}

/**
 * Follows the globs down a path, name by name. A segment with `**` stays where it is: that this looks into more
 * directories than necessary is werf's rule, and checksums of directories depend on it. Where such a segment is not
 * `**` alone (`a**` means `a*`), werf never goes on behind it and misses files two levels below; here it goes on.
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
      const rest = glob.slice(1);
      if (segment.text.includes("**")) next.push(...(segment.isDeep || isUniversal(rest) ? [glob] : [glob, rest]));
      else if (rest.length > 0) next.push(rest);
      else isComplete = true;
    }
    open = next;
    if (open.length === 0) break;
  }
  return { isOpen: open.length > 0 && !open.some(isUniversal), isComplete };
}
