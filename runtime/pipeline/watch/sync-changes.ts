import { readdir } from "node:fs/promises";
import { join, posix } from "node:path";
import type { Box } from "../../engine/boxes.ts";
import { packTar, type TarEntry } from "../../util/archive.ts";
import { type Owner, sourceEntry } from "../box/source-entries.ts";
import { quoteLiteral } from "../text/shell-quote.ts";
import type { FindIgnored } from "./ignored-paths.ts";

export interface SyncTarget {
  readonly box: Box;
  /** The project, on this machine. */
  readonly folder: string;
  /** Where the source is in the box. */
  readonly base: string;
  readonly owner: Owner;
  readonly findIgnored: FindIgnored;
}

/** Brings changed files into a box that has a copy of the project; returns the command that removes what is gone. */
export async function syncChanges(target: SyncTarget, paths: readonly string[]): Promise<string | undefined> {
  const gone: string[] = [];
  const entries: TarEntry[] = [];
  for (const path of [...paths].sort()) {
    const found = await entriesOf(target, path);
    if (found === undefined) gone.push(path);
    else entries.push(...found);
  }
  if (entries.length > 0) await target.box.putArchive(packTar(entries), "/");
  if (gone.length === 0) return undefined;
  return `rm -rf ${gone.map((path) => quoteLiteral(posix.join(target.base, path))).join(" ")}`;
}

async function entriesOf(target: SyncTarget, path: string): Promise<readonly TarEntry[] | undefined> {
  const { folder, base, owner, findIgnored } = target;
  const entry = await sourceEntry(folder, path, owner).catch(() => undefined);
  if (entry === undefined) return undefined;
  const placed = { ...entry, path: posix.join(base, path).slice(1) };
  if (entry.type !== "directory") return [placed];
  const names = await readdir(join(folder, path)).catch(() => []);
  const below = names.map((name) => posix.join(path, name));
  const ignored = below.length === 0 ? new Set<string>() : await findIgnored(below);
  const inside = await Promise.all(below.filter((each) => !ignored.has(each)).map((each) => entriesOf(target, each)));
  return [placed, ...inside.flatMap((each) => each ?? [])];
}
