import { readFileSync, utimesSync } from "node:fs";
import { appendFile, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildRecords, BuiltImage } from "./housekeeping.ts";

/** That an image of a commit is a stage of this machine's engine. */
export interface LocalRecord extends BuiltImage {
  readonly commit: string;
  /** When a run has used it last, in milliseconds since 1970. */
  readonly usedMs: number;
}

/** Records of one project in the cache directory, a file for each commit: `DIGEST-TIMESTAMP IMAGE` in each line. */
export interface LocalRecords extends BuildRecords {
  list(): Promise<readonly LocalRecord[]>;
  remove(records: readonly Pick<LocalRecord, "commit" | "id" | "image">[]): Promise<void>;
}

/** Nothing is said to the engine: it has no place for what is not an image. */
export function createEngineLocalRecords(cacheDirectory: string, project: string): LocalRecords {
  const folder = join(cacheDirectory, "commits", project);
  return {
    async note(commit, images) {
      const path = join(folder, commit);
      const known = new Set(linesOf(path));
      const missing = images.map(lineOf).filter((line) => !known.has(line));
      if (missing.length === 0) return touch(path);
      await mkdir(folder, { recursive: true });
      // One write, so that lines of two processes do not mix.
      await appendFile(path, missing.map((line) => `${line}\n`).join(""));
    },
    async list() {
      const commits = (await readdir(folder).catch(() => [])).filter((name) => /^[0-9a-f]{40,64}$/.test(name));
      const records = commits.map(async (commit) => {
        const path = join(folder, commit);
        const usedMs = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
        return [...new Set(linesOf(path))].map((line) => ({ ...parseLine(line), commit, usedMs }));
      });
      return (await Promise.all(records)).flat();
    },
    async remove(records) {
      for (const commit of new Set(records.map((record) => record.commit))) {
        const path = join(folder, commit);
        const gone = new Set(records.filter((record) => record.commit === commit).map(lineOf));
        const left = linesOf(path).filter((line) => !gone.has(line));
        if (left.length === 0) await rm(path, { force: true });
        else await writeFile(path, left.map((line) => `${line}\n`).join(""));
      }
    },
  };
}

/** Its time says when it was used last; a file that somebody has just removed is written by the next run. */
function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {}
}

/** Synchronous: it is a short file, and a run with nothing to do waits for it. */
function linesOf(path: string): readonly string[] {
  return readText(path)
    .split("\n")
    .filter((line) => line.includes(" "));
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function lineOf({ id, image }: BuiltImage): string {
  return `${id} ${image}`;
}

function parseLine(line: string): BuiltImage {
  const space = line.indexOf(" ");
  return { id: line.slice(0, space), image: line.slice(space + 1) };
}
