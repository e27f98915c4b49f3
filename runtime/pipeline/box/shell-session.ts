import { randomBytes } from "node:crypto";
import type { Box } from "../../engine/boxes.ts";
import { createLineSplitter } from "../../util/line-splitter.ts";
import type { PipelineRequest } from "../pipeline-request.ts";
import { quoteLiteral } from "../text/shell-quote.ts";
import { createLastWords, type LastWords } from "./last-words.ts";

/** How a batch of commands came to its end. */
export type BatchOutcome =
  /** The shell goes on; the status of the last command. `hasMessage`: the step has said something about its result. */
  | { readonly kind: "done"; readonly exitCode: number; readonly hasMessage: boolean }
  /** The shell, and with it the container, has ended. */
  | { readonly kind: "died"; readonly exitCode: number }
  | { readonly kind: "timeout" | "no-response"; readonly afterMs: number };

export interface BatchOptions {
  /** Complete lines, those that came together. */
  readonly onLines: (lines: readonly string[]) => void;
  readonly commandTimeoutMs: number;
  readonly noResponseTimeoutMs: number;
}

/** The one shell of a box: folder, variables and functions of a batch are there in the next. */
export interface ShellSession {
  run(commands: readonly string[], options: BatchOptions): Promise<BatchOutcome>;
  /** What commands print, byte by byte; undefined when the shell has ended, or is still busy with what has taken too long. */
  capture(commands: readonly string[]): Promise<Buffer | undefined>;
  /** Commands of which, should the shell come to its end, the output is kept for `lastWords` and not shown. */
  sayAtEnd(commands: string): Promise<void>;
  /** What those have printed, byte by byte. */
  lastWords(): Buffer | undefined;
  close(): void;
}

/** What is being waited for. */
interface Batch {
  readonly marker: string;
  readonly onLines: (lines: readonly string[]) => void;
  readonly settle: (outcome: BatchOutcome) => void;
  /** Present while bytes are collected. */
  readonly raw?: Buffer[];
}

/**
 * Starts a box and opens its shell. Commands are written to its input, followed by one that prints a random word with their status: that is how
 * the end of a batch is seen (spec §3.5). stdout and stderr are one stream from the first command on, so that their order is kept and
 * all output of a batch comes before its end.
 */
export async function openShellSession(
  box: Box,
  { caughtUp, signal }: Pick<PipelineRequest, "caughtUp" | "signal">,
): Promise<ShellSession> {
  signal.throwIfAborted();
  const word = `builder-${randomBytes(12).toString("hex")}`;
  let count = 0;
  let batch: Batch | undefined;
  let onLines: (lines: readonly string[]) => void = () => {};
  let lastOutputMs = performance.now();
  let deadWith: number | undefined;
  /** The end of a batch is printed on a line of its own: an empty line before it may be ours. */
  let holdsEmptyLine = false;
  let arrived: string[] = [];
  let isBusy = false;
  let lastWords: LastWords | undefined;
  /** Whoever is told is behind: that the box is silent meanwhile is not its fault. */
  let isHeldUp = false;

  const flush = (): void => {
    if (arrived.length === 0) return;
    const lines = arrived;
    arrived = [];
    onLines(lines);
  };
  const settle = (outcome: BatchOutcome): void => {
    flush();
    const ended = batch;
    batch = undefined;
    ended?.settle(outcome);
  };
  const lines = createLineSplitter((line) => {
    if (batch !== undefined && line.startsWith(batch.marker)) {
      const [, status, message] = /^ (\d+) (m?)$/.exec(line.slice(batch.marker.length)) ?? [];
      if (status !== undefined) {
        holdsEmptyLine = false;
        settle({ kind: "done", exitCode: Number(status), hasMessage: message !== "" });
        return;
      }
    }
    // Of a shell that traces its commands (`set -x`), ours are not shown.
    if (line.includes(word)) return;
    if (holdsEmptyLine) arrived.push("");
    holdsEmptyLine = line === "";
    if (!holdsEmptyLine) arrived.push(line);
  });

  const takeRaw = (raw: Buffer[], marker: string, bytes: Buffer): void => {
    raw.push(bytes);
    const all = Buffer.concat(raw);
    const at = all.indexOf(`\n${marker} `);
    const end = at < 0 ? -1 : all.indexOf("\n", at + 1);
    if (end < 0) return;
    raw.splice(0, raw.length, all.subarray(0, at));
    settle({ kind: "done", exitCode: 0, hasMessage: false });
  };

  const catchUp = async (): Promise<void> => {
    const taken = caughtUp();
    if (taken === undefined) return;
    isHeldUp = true;
    await taken;
    isHeldUp = false;
    lastOutputMs = performance.now();
  };

  const connection = await box.start((_stream, bytes) => {
    lastOutputMs = performance.now();
    if (batch?.raw !== undefined) return takeRaw(batch.raw, batch.marker, bytes);
    lines.write(lastWords?.take(bytes) ?? bytes);
    flush();
    return catchUp();
  });
  const interrupted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  interrupted.catch(() => {});
  const died = connection.ended.then(async () => {
    lines.end();
    flush();
    deadWith = await box.exitCode(signal);
    settle({ kind: "died", exitCode: deadWith });
  });
  // Told to whoever waits for a batch, below.
  died.catch(() => {});

  const send = (
    commands: readonly string[],
    raw: Buffer[] | undefined,
    sink: Batch["onLines"],
  ): Promise<BatchOutcome> => {
    signal.throwIfAborted();
    onLines = sink;
    count += 1;
    const marker = `${word}-${count}`;
    const answer = new Promise<BatchOutcome>((resolve) => {
      if (deadWith !== undefined) return resolve({ kind: "died", exitCode: deadWith });
      batch = { marker, onLines: sink, settle: resolve, ...(raw === undefined ? {} : { raw }) };
    });
    if (deadWith === undefined) connection.write(`${commands.join("\n")}\n${endOfBatch(marker)}\n`);
    return Promise.race([answer, died.then(() => answer), interrupted]);
  };

  const run: ShellSession["run"] = async (commands, options) => {
    lastOutputMs = performance.now();
    const limits = watchTimeouts(options, () => (isHeldUp ? performance.now() : lastOutputMs), settle);
    try {
      const outcome = await send(commands, undefined, options.onLines);
      isBusy = outcome.kind === "timeout" || outcome.kind === "no-response";
      return outcome;
    } finally {
      limits.stop();
    }
  };

  return {
    run,
    async sayAtEnd(commands) {
      const line = `${word}-end`;
      // A trap keeps the exit code as it is, unless it ends the shell itself.
      const trap = `set +e; printf '\n%s\n' ${line}; ${commands}`;
      await send([`trap ${quoteLiteral(trap)} EXIT`], undefined, () => {});
      lastWords = createLastWords(`\n${line}\n`);
    },
    lastWords: () => lastWords?.said(),
    async capture(commands) {
      if (isBusy) return undefined;
      const raw: Buffer[] = [];
      const outcome = await send(commands, raw, () => {});
      return outcome.kind === "done" ? Buffer.concat(raw) : undefined;
    },
    close: () => connection.close(),
  };
}

/**
 * The status comes first: all that follows would change it. The step's own file of messages is looked at only where it has one, which
 * saves the engine a call for each step.
 */
function endOfBatch(marker: string): string {
  const message = '[ -s "$WERCKER_REPORT_MESSAGE_FILE" ] && echo m';
  return `echo "\n${marker} $? $({ ${message}; } 2> /dev/null)"`;
}

function watchTimeouts(
  { commandTimeoutMs, noResponseTimeoutMs }: BatchOptions,
  lastOutputMs: () => number,
  settle: (outcome: BatchOutcome) => void,
): { readonly stop: () => void } {
  const command = setTimeout(() => settle({ kind: "timeout", afterMs: commandTimeoutMs }), commandTimeoutMs);
  let silence: NodeJS.Timeout;
  const arm = (): void => {
    // Started anew when it has run out, and not for each piece of output.
    const leftMs = noResponseTimeoutMs - (performance.now() - lastOutputMs());
    if (leftMs <= 0) settle({ kind: "no-response", afterMs: noResponseTimeoutMs });
    else silence = setTimeout(arm, leftMs);
  };
  arm();
  return {
    stop: () => {
      clearTimeout(command);
      clearTimeout(silence);
    },
  };
}
