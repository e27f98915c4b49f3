import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { BatchOptions, ShellSession } from "../box/shell-session.ts";

/** A program that is started and ended again and again, in the shell of the box. */
export interface WatchedProgram {
  /** Starts it; what it says goes to `onLines` until it is stopped. */
  start(): Promise<void>;
  /** Ends it, and all that it has started. Resolves when nothing of it is left. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  /** The shell's file with what is to run. */
  readonly file: string;
  readonly onLines: (lines: readonly string[]) => void;
  /** It has ended by itself. */
  readonly onEnded: (exitCode: number) => void;
}

/** How long a program may take to end before it is killed. */
const graceMs = 3000;
const controlTimeoutMs = 60_000;

/** The shell in which a program is started has ended: with it the box. */
export class ShellEnded extends Error {
  override readonly name = "ShellEnded";
}

/**
 * Prepares the shell. It sees the box's processes in /proc and needs no program for it: all that were not there now, and that descend from the
 * box's own process, belong to the program when it is to end, whatever group or session they have put themselves in. Someone who works in the
 * box beside it (`docker exec`) is left alone.
 */
export async function createWatchedProgram(session: ShellSession, options: ProgramOptions): Promise<WatchedProgram> {
  const word = `builder-watch-${randomBytes(9).toString("hex")}`;
  let count = 0;
  const onLines = (lines: readonly string[]): void => {
    const shown = lines.filter((line) => {
      const [, run, exitCode] = line.startsWith(word) ? (/ (\d+) (\d+)$/.exec(line) ?? []) : [];
      if (Number(run) === count) options.onEnded(Number(exitCode));
      return !line.startsWith(word);
    });
    if (shown.length > 0) options.onLines(shown);
  };
  const limits: BatchOptions = { onLines, commandTimeoutMs: controlTimeoutMs, noResponseTimeoutMs: controlTimeoutMs };
  const control = async (...commands: readonly string[]): Promise<number> => {
    const outcome = await session.run(commands, limits);
    if (outcome.kind === "done") return outcome.exitCode;
    if (outcome.kind === "died") throw new ShellEnded(`the shell of the box ended with exit code ${outcome.exitCode}`);
    throw new ShellEnded("the shell of the box does not answer");
  };
  await control("set +e", defineEnd);
  return {
    async start() {
      count += 1;
      // The word is put together there, so that a shell that traces its commands does not show it.
      const ended = `printf '%s-%s %s %s\\n' ${word.slice(0, 13)} ${word.slice(14)} ${count} "$?"`;
      await control(`{ ( . ${options.file} ) < /dev/null; ${ended}; } &`);
    },
    async stop() {
      count += 1;
      const startedMs = performance.now();
      for (let pauseMs = 5; (await control(`_builder_end ${signalAfter(startedMs)}`)) > 0; pauseMs *= 2) {
        await sleep(Math.min(pauseMs, 100));
      }
      await control("_builder_told=");
    },
  };
}

function signalAfter(startedMs: number): "TERM" | "KILL" {
  return performance.now() - startedMs < graceMs ? "TERM" : "KILL";
}

/**
 * Sends a signal to each process once, and returns how many there still are. Of a line of /proc/PID/stat, what follows the name counts: the
 * state, then the parent.
 */
const defineEnd = `
_builder_known= _builder_told=
for _builder_p in /proc/[0-9]*; do _builder_known="$_builder_known \${_builder_p#/proc/}"; done
_builder_end() {
  _builder_signal=$1 _builder_left=0
  for _builder_p in /proc/[0-9]*; do
    _builder_p=\${_builder_p#/proc/}
    case "$_builder_known " in *" $_builder_p "*) continue ;; esac
    _builder_q=$_builder_p _builder_state=
    while [ "$_builder_q" -gt 1 ]; do
      { read -r _builder_stat < "/proc/$_builder_q/stat"; } 2> /dev/null || break
      set -- \${_builder_stat##*) }
      : "\${_builder_state:=$1}"
      _builder_q=$2
    done
    case $_builder_q$_builder_state in 1[!ZX]) ;; *) continue ;; esac
    case "$_builder_told " in
      *" $_builder_p:$_builder_signal "*) ;;
      *)
        kill "-$_builder_signal" "$_builder_p" 2> /dev/null || continue
        _builder_told="$_builder_told $_builder_p:$_builder_signal"
        ;;
    esac
    _builder_left=$((_builder_left < 100 ? _builder_left + 1 : 100))
  done
  return $_builder_left
}`.trim();
