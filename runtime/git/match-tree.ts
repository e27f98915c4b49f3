import { comparePaths } from "./compare-paths.ts";
import { childEntry, type Located, rootEntry } from "./locate.ts";
import type { PathMatcher } from "./path-matcher.ts";
import type { TreeEntry } from "./repository.ts";
import type { Submodules } from "./submodules.ts";

/**
 * Walks down from an entry as werf does (spec §2.4): a directory is looked into only where some of it may match and
 * some not, and is otherwise taken as a whole, as one entry. So the cost follows the masks, not the size of the tree.
 */
export async function matchTree(
  start: Located,
  matcher: PathMatcher,
  submodules: Submodules,
): Promise<readonly TreeEntry[]> {
  const found: TreeEntry[] = [];
  await walk(start, matcher, submodules, found);
  return found.sort((a, b) => comparePaths(a.path, b.path));
}

async function walk(at: Located, matcher: PathMatcher, submodules: Submodules, found: TreeEntry[]): Promise<void> {
  const { checkout, entry } = at;
  if (!isDirectory(entry) || !matcher.goesThrough(entry.path)) {
    if (matcher.matches(entry.path)) found.push(entry);
    return;
  }
  if (entry.mode === "160000") {
    const inner = await submodules.open(checkout, entry.path, entry.id);
    await descend({ checkout: inner, entry: rootEntry(inner) }, matcher, submodules, found);
  } else {
    await descend(at, matcher, submodules, found);
  }
}

async function descend(
  { checkout, entry }: Located,
  matcher: PathMatcher,
  submodules: Submodules,
  found: TreeEntry[],
): Promise<void> {
  const isMatched = matcher.matchesIn(entry.path);
  // All directories at once: their look-ups wait in one pipe, not for each other.
  const pending: Promise<void>[] = [];
  for (const line of await checkout.directory.tree(entry.id)) {
    if (isDirectory(line)) {
      pending.push(walk({ checkout, entry: childEntry(checkout, entry.path, line) }, matcher, submodules, found));
    } else if (isMatched(line.name)) {
      found.push(childEntry(checkout, entry.path, line));
    }
  }
  await Promise.all(pending);
}

function isDirectory({ mode }: Pick<TreeEntry, "mode">): boolean {
  return mode === "040000" || mode === "160000";
}
