import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { TarEntry } from "../../util/archive.ts";

/** The files of a step's folder, with paths relative to it; what git keeps for itself is left out. */
export async function readFolder(folder: string): Promise<readonly TarEntry[]> {
  const names = await readdir(folder, { recursive: true });
  const wanted = names.filter((name) => name.split("/")[0] !== ".git").sort();
  return Promise.all(wanted.map((name) => readEntry(folder, name)));
}

async function readEntry(folder: string, name: string): Promise<TarEntry> {
  const path = join(folder, name);
  const stat = await lstat(path);
  const common = {
    path: name,
    mode: stat.mode & 0o7777,
    uid: 0,
    gid: 0,
    modifiedUnix: Math.floor(stat.mtimeMs / 1000),
  };
  if (stat.isDirectory()) return { ...common, type: "directory" };
  if (stat.isSymbolicLink()) return { ...common, type: "symlink", target: await readlink(path) };
  return { ...common, type: "file", content: await readFile(path) };
}
