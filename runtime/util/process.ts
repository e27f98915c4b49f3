import { BuilderError } from "../../sdk/errors/builder-error.ts";

export interface ProcessOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to its stdin, which is closed then. */
  readonly input?: string;
  /** Ends it with SIGTERM, after 5 seconds with SIGKILL. */
  readonly signal?: AbortSignal;
  /** Receives every line while the process runs. */
  readonly onLine?: (stream: "stdout" | "stderr", line: string) => void;
}

export interface ProcessResult {
  /** 128 + the signal's number where a signal ended it, as in a shell. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program without a shell and waits for its end; any exit code is a result.
 * Throws `PROCESS.NOT_FOUND` when the program does not exist, and the signal's reason when it was aborted.
 */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  // execa takes 95 ms to import: only who runs a program pays for it.
  const { execa } = await import("execa");
  const { cwd, env, input = "", signal, onLine } = options;
  const child = execa(command, args, {
    reject: false,
    stripFinalNewline: false,
    input,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  const listeners =
    onLine === undefined ? [] : [emitLines(child, "stdout", onLine), emitLines(child, "stderr", onLine)];
  const [result] = await Promise.all([child, ...listeners]);
  signal?.throwIfAborted();
  if (result.code === "ENOENT") throw programNotFound(command, result);
  const exitCode = result.exitCode ?? 128 + (result.signal === undefined ? 0 : await signalNumber(result.signal));
  return { exitCode, stdout: result.stdout, stderr: result.stderr };
}

interface LineSource {
  iterable(options: { readonly from: "stdout" | "stderr" }): AsyncIterable<unknown>;
}

async function emitLines(
  child: LineSource,
  stream: "stdout" | "stderr",
  onLine: (stream: "stdout" | "stderr", line: string) => void,
): Promise<void> {
  try {
    for await (const line of child.iterable({ from: stream })) onLine(stream, String(line));
  } catch {
    // The iterable rejects when the process fails; its result says so already.
  }
}

async function signalNumber(name: NodeJS.Signals): Promise<number> {
  const { constants } = await import("node:os");
  return constants.signals[name];
}

function programNotFound(command: string, cause: unknown): BuilderError {
  return new BuilderError({
    code: "PROCESS.NOT_FOUND",
    message: `the program ${command} cannot be started`,
    why: "it is not on the PATH",
    next: [`install ${command}, or put its folder on the PATH`],
    cause,
  });
}
