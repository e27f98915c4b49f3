import { execFileSync } from "node:child_process";
import { BatchParser, type GitObject } from "./batch-parser.ts";
import { comparePaths } from "./compare-paths.ts";
import { gitFailed } from "./errors.ts";
import { gitEnvironment } from "./git-environment.ts";
import { cleanPath } from "./glob.ts";
import { createIncludeMatcher } from "./path-matcher.ts";
import type { ObjectId } from "./repository.ts";

/** Reads files of one commit while build.ts is evaluated, which cannot wait: synchronous. Paths from the root. */
export interface FileReader {
  /** The content byte for byte, symlinks followed within the commit; undefined where there is no such file. */
  readFile(path: string): Buffer | undefined;
  /** The paths of all files that a mask matches (spec §2.2), in byte order. */
  glob(mask: string): readonly string[];
}

export interface FileReaderOptions {
  readonly workTree: string;
  readonly commit: ObjectId;
}

/** Large enough for any file that a build.ts would read as a string. */
const maxBuffer = 1024 * 1024 * 1024;

/** git is started when something is read, and once for each file. */
export function createFileReader({ workTree, commit }: FileReaderOptions): FileReader {
  const contents = new Map<string, Buffer | undefined>();
  let paths: readonly string[] | undefined;

  function git(args: readonly string[], input = ""): Buffer {
    try {
      const env = gitEnvironment(process.env);
      return execFileSync("git", args, { cwd: workTree, env, input, maxBuffer, stdio: ["pipe", "pipe", "pipe"] });
    } catch (error) {
      throw gitFailed(args, error instanceof Error ? error.message : String(error), error);
    }
  }

  return {
    readFile(path) {
      const name = cleanPath(path);
      if (!contents.has(name)) contents.set(name, readBlob(git, commit, name));
      return contents.get(name);
    },
    glob(mask) {
      const matcher = createIncludeMatcher([mask]);
      paths ??= listPaths(git, commit);
      return paths.filter((path) => matcher.matches(path));
    },
  };
}

type Git = (args: readonly string[], input?: string) => Buffer;

function readBlob(git: Git, commit: ObjectId, path: string): Buffer | undefined {
  // The request ends with the line, and a leading ../ would be looked up from the current folder.
  if (path === "" || path.includes("\n") || path.startsWith("../")) return undefined;
  const output = git(["cat-file", "--batch", "--follow-symlinks"], `${commit}:${path}\n`);
  const [object]: readonly (GitObject | null)[] = [...new BatchParser().push(output)];
  return object?.type === "blob" ? object.content : undefined;
}

function listPaths(git: Git, commit: ObjectId): readonly string[] {
  const records = git(["ls-tree", "-r", "-z", "--full-tree", commit]).toString().split("\0");
  const files = records.filter((record) => record !== "" && !record.startsWith("160000 "));
  return files.map((record) => record.slice(record.indexOf("\t") + 1)).sort(comparePaths);
}
