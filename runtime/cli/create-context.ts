import type { Output } from "../report/reporter.ts";
import { styleFor } from "../report/style.ts";
import type { CliContext, CliStream } from "./context.ts";
import { createTerminal } from "./create-terminal.ts";
import { createInterrupts } from "./interrupt.ts";

/** What is known when the parser has returned. */
export interface Outcome {
  /** Of the command; undefined when none ran. */
  exitCode(): number | undefined;
  /** What the parser wrote to stderr. */
  usageProblem(): string;
}

/** The real process as commands see it. */
export function createContext(
  process: NodeJS.Process,
  command: readonly string[] | undefined,
): { readonly context: CliContext; readonly outcome: Outcome } {
  let exitCode: number | undefined;
  let problem = "";
  const stdout = createStream(process.stdout, process.env);
  const context: CliContext = {
    // The parser's messages are collected: they are shown as errors like all others, with --json as a document.
    process: {
      stdout: { write: (text) => stdout.write(text), getColorDepth: () => (stdout.style.colour ? 4 : 1) },
      stderr: {
        write: (text) => {
          problem += text;
        },
      },
      env: process.env,
    },
    stdout,
    stderr: createStream(process.stderr, process.env),
    terminal: (output) => createTerminal(process, output),
    environment: process.env,
    workingDirectory: process.cwd(),
    ...(command === undefined ? {} : { command }),
    ...createInterrupts(process),
    finish: (code) => {
      exitCode = code;
    },
  };
  return { context, outcome: { exitCode: () => exitCode, usageProblem: () => problem.trim() } };
}

function createStream(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): CliStream {
  // A reader that went away (`builder plan | head`) is no failure of the build.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  const isTerminal = stream.isTTY === true;
  return {
    isTerminal,
    style: styleFor(isTerminal, environment),
    ...createWriter(stream),
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
  };
}

/** A pipe that is full is written to later, by Node, which holds the text in memory until then. */
function createWriter(stream: NodeJS.WriteStream): Required<Pick<Output, "write" | "caughtUp">> {
  let behind: Promise<void> | undefined;
  return {
    write(text) {
      let taken = (): void => {};
      // Called for a reader that has gone away, too.
      if (stream.write(text, () => taken())) return;
      behind = new Promise((resolve) => {
        taken = resolve;
      });
    },
    caughtUp: () => (stream.writableNeedDrain ? behind : undefined),
  };
}
