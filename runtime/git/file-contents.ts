import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { BatchParser } from "./batch-parser.ts";
import { gitFailed, gitNotInstalled, missingObject } from "./errors.ts";
import type { GitDirectory } from "./git-directory.ts";
import type { FileEntry } from "./repository.ts";

/** A file of a commit and what it holds. */
export interface FileContent {
  readonly file: FileEntry;
  readonly content: Buffer;
}

const args = ["cat-file", "--batch", "--buffer"];

/**
 * Reads the contents of files of one repository, in their order, through one process. Requests are written while
 * answers are read, and both pipes hold git up when the consumer is slow: at any time there is one content in memory,
 * besides what the pipes hold.
 */
export async function* readContents(
  directory: GitDirectory,
  files: readonly FileEntry[],
): AsyncGenerator<FileContent, void, undefined> {
  const { path, env, signal } = directory;
  const child = spawn("git", args, { cwd: path, env, signal, stdio: ["pipe", "pipe", "pipe"] });
  const ended = whenEnded(child, signal);
  // Whoever stops reading early does not wait for the end, which is then no failure.
  ended.catch(() => {});
  writeRequests(child, files).catch(() => {});
  try {
    const parser = new BatchParser();
    let next = 0;
    for await (const chunk of child.stdout) {
      for (const object of parser.push(chunk)) {
        const file = files[next];
        next += 1;
        if (file === undefined) continue;
        if (object === null) throw missingObject(file.id, path);
        yield { file, content: object.content };
      }
    }
    await ended;
    const left = files[next];
    if (left !== undefined) throw missingObject(left.id, path);
  } finally {
    child.kill();
  }
}

/** Waits whenever the pipe is full; gives up when git is gone. */
async function writeRequests(child: ChildProcessWithoutNullStreams, files: readonly FileEntry[]): Promise<void> {
  child.stdin.on("error", () => {});
  for (let start = 0; start < files.length; start += 100) {
    const ids = files.slice(start, start + 100).map(({ id }) => `${id}\n`);
    if (!child.stdin.write(ids.join(""))) await once(child.stdin, "drain");
  }
  child.stdin.end();
}

function whenEnded(child: ChildProcessWithoutNullStreams, signal: AbortSignal | undefined): Promise<void> {
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(signal?.aborted ? signal.reason : gitNotInstalled(error)));
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(signal?.aborted ? signal.reason : gitFailed(args, stderr));
    });
  });
}
