import { spawn } from "node:child_process";
import { resolve } from "node:path";

const cli = resolve(import.meta.dirname, "../../dist/cli.js");

/** The command line on a real terminal. */
export interface PtySession {
  /** All that the terminal has been sent. */
  screen(): string;
  type(keys: string): void;
  /** Resolves when the terminal shows it, after what it showed when this was last waited for. */
  shows(pattern: RegExp): Promise<void>;
  /** The exit code. */
  readonly ended: Promise<number>;
}

/** By script(1), which every Debian has: it gives its child a terminal, and hands on keys and the exit code. */
export function startPty(cwd: string, args: readonly string[]): PtySession {
  const command = ["stty cols 100 rows 30;", "exec", process.execPath, cli, ...args].join(" ");
  const env = { ...process.env, TERM: "xterm-256color", CI: "", NO_COLOR: "1" };
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], { cwd, env });
  let screen = "";
  let seen = 0;
  let waiting: { readonly pattern: RegExp; readonly resolve: () => void } | undefined;
  const look = (): void => {
    const found = waiting?.pattern.exec(screen.slice(seen));
    if (waiting === undefined || found === null || found === undefined) return;
    seen += found.index + found[0].length;
    waiting.resolve();
    waiting = undefined;
  };
  child.stdout.on("data", (chunk: Buffer) => {
    screen += chunk.toString();
    look();
  });
  const ended = new Promise<number>((settle, reject) => {
    child.on("error", reject);
    child.on("close", (code) => settle(code ?? -1));
  });
  return {
    screen: () => screen,
    type: (keys) => void child.stdin.write(keys),
    ended,
    shows: (pattern) =>
      new Promise((settle, reject) => {
        waiting = { pattern, resolve: settle };
        ended.then(() => reject(new Error(`${pattern} was never shown:\n${screen}`)), reject);
        look();
      }),
  };
}
