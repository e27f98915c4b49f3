import { comparePaths } from "./compare-paths.ts";
import { isUnfaithful } from "./decode-path.ts";
import { pathNotUtf8 } from "./errors.ts";
import { type Located, rootEntry } from "./locate.ts";
import { isDirectoryOfInterest, type PathMatcher } from "./path-matcher.ts";
import type { FileEntry, FileMode } from "./repository.ts";
import type { Checkout, Submodules } from "./submodules.ts";
import { toFileMode } from "./tree-object.ts";

/** Every single file that a matcher takes below an entry, with its size, those of submodules included. */
export async function listFiles(
  start: Located,
  matcher: PathMatcher,
  submodules: Submodules,
): Promise<readonly FileEntry[]> {
  const files = await list(start, matcher, submodules);
  return files.sort((a, b) => comparePaths(a.path, b.path));
}

async function list(start: Located, matcher: PathMatcher, submodules: Submodules): Promise<FileEntry[]> {
  const { checkout, entry } = start;
  if (entry.mode === "160000") {
    if (!isDirectoryOfInterest(matcher, entry.path)) return [];
    const inner = await submodules.open(checkout, entry.path, entry.id);
    return list({ checkout: inner, entry: rootEntry(inner) }, matcher, submodules);
  }
  if (entry.mode !== "040000") {
    if (!matcher.matches(entry.path)) return [];
    const { length } = await checkout.directory.blob(entry.id);
    return [toFileEntry(checkout, entry.path, entry.mode, entry.id, length)];
  }
  // One process for all: a look-up for each directory and size would take ten times as long.
  const output = await checkout.directory.run(["ls-tree", "-r", "-z", "-l", entry.id]);
  const prefix = entry.path === "" ? "" : `${entry.path}/`;
  const isMatched = createPathTest(matcher);
  const files: FileEntry[] = [];
  for (const record of output.toString().split("\0")) {
    if (record === "") continue;
    const line = parseLine(record);
    const path = prefix + line.path;
    if (line.mode === "160000") {
      const submodule = { checkout, entry: { path, mode: line.mode, id: line.id } };
      files.push(...(await list(submodule, matcher, submodules)));
    } else if (line.mode !== "040000" && isMatched(path)) {
      if (isUnfaithful(line.path, output)) throw pathNotUtf8(path);
      files.push(toFileEntry(checkout, path, line.mode, line.id, line.sizeBytes));
    }
  }
  return files;
}

/** Files of one directory follow one another: their directory is held against the masks once. */
function createPathTest(matcher: PathMatcher): (path: string) => boolean {
  let directory: string | undefined;
  let isMatchedHere: (name: string) => boolean = () => false;
  return (path) => {
    const slash = path.lastIndexOf("/");
    const parent = slash === -1 ? "" : path.slice(0, slash);
    if (parent !== directory) {
      directory = parent;
      isMatchedHere = matcher.matchesIn(parent);
    }
    return isMatchedHere(path.slice(slash + 1));
  };
}

interface Line {
  readonly mode: FileMode;
  readonly id: string;
  readonly sizeBytes: number;
  readonly path: string;
}

/** `MODE TYPE ID SIZE\tPATH`; the size is padded with spaces, and `-` for a submodule. */
function parseLine(record: string): Line {
  const idStart = record.indexOf(" ", 7) + 1;
  const idEnd = record.indexOf(" ", idStart);
  const tab = record.indexOf("\t", idEnd);
  return {
    mode: toFileMode(record.slice(0, 6)),
    id: record.slice(idStart, idEnd),
    sizeBytes: Number(record.slice(idEnd + 1, tab)),
    path: record.slice(tab + 1),
  };
}

function toFileEntry(
  { path: submodule }: Checkout,
  path: string,
  mode: FileEntry["mode"],
  id: string,
  sizeBytes: number,
): FileEntry {
  return submodule === "" ? { path, mode, id, sizeBytes } : { path, mode, id, sizeBytes, submodule };
}
