import { spawn } from "node:child_process";
import { gitFailed, gitNotInstalled } from "./errors.ts";

export interface GitOptions {
  readonly cwd: string;
  /** Made by `gitEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  /** Written to its stdin. */
  readonly input?: string;
  readonly signal?: AbortSignal;
}

export interface GitResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs git and returns its output; another exit code than 0 is `GIT.FAILED`. */
export async function readGit(args: readonly string[], options: GitOptions): Promise<Buffer> {
  const result = await runGit(args, options);
  if (result.exitCode !== 0) throw gitFailed(args, result.stderr);
  return result.stdout;
}

/**
 * Runs git and returns how it ended. node:child_process and not execa: git is on the path where nothing is to be
 * built, and execa takes 95 ms to import.
 */
export function runGit(args: readonly string[], options: GitOptions): Promise<GitResult> {
  const { cwd, env, input, signal } = options;
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, { cwd, env, signal, stdio: ["pipe", "pipe", "pipe"] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (error) => reject(signal?.aborted ? signal.reason : gitNotInstalled(error)));
    child.on("close", (code, killedBy) => {
      const said = Buffer.concat(stderr).toString();
      if (code === null) reject(gitFailed(args, `${said}ended by ${killedBy}`));
      else resolve({ exitCode: code, stdout: Buffer.concat(stdout), stderr: said });
    });
    // git may end before it has read all of its input; its exit code says why.
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
  });
}
