import type { Container } from "../engine/engine.ts";
import { parentOf } from "./mapping-paths.ts";

/** Requests to the engine at the same time. */
const concurrency = 8;

/**
 * Which of the wanted directories the container lacks, outermost first. A directory below a missing one is missing; only the
 * others are looked at. What exists is never listed, since a tar entry would change its mode and owner, and neither is a
 * symlink that leads to a directory, since an entry would replace it. A file in the way is replaced.
 *
 * @param wanted without leading slash; with each directory, those above it
 * @param existing known to exist
 * @param replaced known to be replaced by a directory, whatever they are now
 */
export async function findNewDirectories(
  container: Container,
  wanted: ReadonlySet<string>,
  existing: ReadonlySet<string>,
  replaced: ReadonlySet<string>,
): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const level of byDepth(wanted)) {
    const unknown: string[] = [];
    for (const path of level) {
      if (missing.has(parentOf(path)) || replaced.has(path)) missing.add(path);
      else if (!existing.has(path)) unknown.push(path);
    }
    for (const path of await filterMissing(container, unknown)) missing.add(path);
  }
  return [...missing];
}

function byDepth(paths: ReadonlySet<string>): readonly (readonly string[])[] {
  const levels: string[][] = [];
  for (const path of paths) {
    const depth = path.split("/").length - 1;
    levels[depth] ??= [];
    levels[depth].push(path);
  }
  return levels.filter((level) => level !== undefined);
}

async function filterMissing(container: Container, paths: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let start = 0; start < paths.length; start += concurrency) {
    const some = paths.slice(start, start + concurrency);
    const found = await Promise.all(some.map((path) => isDirectory(container, `/${path}`)));
    missing.push(...some.filter((_, index) => found[index] === false));
  }
  return missing;
}

/** Whether a path is a directory or leads to one. */
export async function isDirectory(container: Container, path: string): Promise<boolean> {
  const stat = await container.stat(path);
  if (stat?.leadsTo === undefined) return stat?.type === "directory";
  return (await container.stat(stat.leadsTo))?.type === "directory";
}
