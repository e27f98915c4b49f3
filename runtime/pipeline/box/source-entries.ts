import { createReadStream } from "node:fs";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { StreamedContent, TarEntry } from "../../util/archive.ts";
import { sourceNotReadable } from "../errors.ts";
import { createIgnoreMatcher, type IgnoreMatcher } from "../text/ignore-matcher.ts";

/** Whose the files are in the box. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Looked for when the pipeline names none; the first that is there. */
export const usualIgnoreFiles = [".builderignore", ".werckerignore"];

/** The files of the project that the box gets, with paths relative to it; folders come before what is in them. */
export async function* sourceEntries(
  folder: string,
  ignoreFile: string | undefined,
  owner: Owner,
): AsyncGenerator<TarEntry> {
  yield* entriesBelow(folder, "", await readIgnoreFile(folder, ignoreFile), owner);
}

async function readIgnoreFile(folder: string, ignoreFile: string | undefined): Promise<IgnoreMatcher> {
  for (const name of ignoreFile === undefined ? usualIgnoreFiles : [ignoreFile]) {
    const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
    if (text !== undefined) return createIgnoreMatcher(text);
  }
  return { ignores: () => false };
}

async function* entriesBelow(
  root: string,
  folder: string,
  ignore: IgnoreMatcher,
  owner: Owner,
): AsyncGenerator<TarEntry> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (ignore.ignores(path, entry.isDirectory())) continue;
    const found = await sourceEntry(root, path, owner);
    if (found === undefined) continue;
    yield found;
    if (entry.isDirectory()) yield* entriesBelow(root, path, ignore, owner);
  }
}

/** One of them; undefined for what no archive can hold. Error: `PIPELINE.SOURCE`. */
export async function sourceEntry(root: string, path: string, owner: Owner): Promise<TarEntry | undefined> {
  const onDisk = join(root, path);
  const stat = await lstat(onDisk).catch((cause: unknown) => {
    throw sourceNotReadable(path, cause instanceof Error ? cause.message : String(cause), cause);
  });
  if (stat.isFIFO()) throw sourceNotReadable(path, "It is a named pipe.");
  const common = { path, mode: stat.mode & 0o7777, modifiedUnix: Math.floor(stat.mtimeMs / 1000), ...owner };
  if (stat.isDirectory()) return { ...common, type: "directory" };
  if (stat.isSymbolicLink()) return { ...common, type: "symlink", target: await readlink(onDisk) };
  if (!stat.isFile()) return undefined;
  return { ...common, type: "file", content: await contentOf(onDisk, stat.size) };
}

/** Up to here a file is read as a whole, which is faster, and its size may change until then. */
const wholeFileBytes = 1024 * 1024;

async function contentOf(path: string, sizeBytes: number): Promise<Buffer | StreamedContent> {
  if (sizeBytes <= wholeFileBytes) return readFile(path);
  // A file that grows meanwhile is taken as it was announced.
  return { sizeBytes, open: () => createReadStream(path, { end: sizeBytes - 1 }) };
}
