import type { CommandContext, StricliProcess } from "@stricli/core";
import type { Terminal } from "../engine/engine.ts";
import type { Output } from "../report/reporter.ts";
import type { Style } from "../report/style.ts";
import type { OnInterrupt } from "./interrupt.ts";

/** One of the two streams, with what may be written to it. */
export interface CliStream extends Output {
  readonly isTerminal: boolean;
  readonly style: Style;
}

/** All that a command may touch of the process that runs it. */
export interface CliContext extends CommandContext {
  /** What stricli writes help and usage errors to. */
  readonly process: StricliProcess;
  readonly stdout: CliStream;
  readonly stderr: CliStream;
  /** What a shell or an image is connected with that a person asks for; its output goes to the stream that is named. */
  terminal(output: "stdout" | "stderr"): Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  /** What stood behind `--` on the command line: that of another program. */
  readonly command?: readonly string[];
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** The next Ctrl-C is the handler's alone, unless the function that it gets is called before. */
  readonly onInterrupt: OnInterrupt;
  /** The command's own exit code, or that of a program it has run; usage errors never get this far. */
  finish(exitCode: number): void;
}
