import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** A file that can be made again. */
export interface CachedFile {
  readonly path: string;
  readonly usedMs: number;
  readonly sizeBytes: number;
}

/** Not for the taking: locks and runs are of living processes, records of commits tell what cleaning up keeps. */
const keptFolders: readonly string[] = ["locks", "runs", "commits"];

/** What lies in builder's cache directory, those files first that have not been used for the longest time. */
export async function cachedFiles(directory: string): Promise<readonly CachedFile[]> {
  const folders = (await readdir(directory).catch(() => [])).filter((name) => !keptFolders.includes(name));
  const found = await Promise.all(folders.map((name) => filesBelow(join(directory, name))));
  return found.flat().sort((a, b) => a.usedMs - b.usedMs || (a.path < b.path ? -1 : 1));
}

async function filesBelow(path: string): Promise<readonly CachedFile[]> {
  const entry = await stat(path).catch(() => undefined);
  if (entry === undefined) return [];
  if (entry.isFile()) return [{ path, usedMs: Math.max(entry.atimeMs, entry.mtimeMs), sizeBytes: entry.size }];
  if (!entry.isDirectory()) return [];
  const names = await readdir(path).catch(() => []);
  return (await Promise.all(names.map((name) => filesBelow(join(path, name))))).flat();
}
