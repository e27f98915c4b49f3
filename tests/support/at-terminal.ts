import { spawn } from "node:child_process";
import { resolve } from "node:path";

const cli = resolve(import.meta.dirname, "../../dist/cli.js");

/** What is typed as soon as something can be read on the screen. */
export interface Typed {
  readonly after: RegExp;
  readonly text: string;
}

/** Runs builder on a terminal of its own (util-linux' `script` makes one), with somebody who types. */
export function atTerminal(
  folder: string,
  args: readonly string[],
  typed: readonly Typed[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly exitCode: number; readonly screen: string }> {
  return new Promise((settle, reject) => {
    const command = [process.execPath, cli, ...args].map((word) => `'${word}'`).join(" ");
    const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
      cwd: folder,
      env: { ...process.env, ...environment },
    });
    const waiting = [...typed];
    let screen = "";
    child.stdout.on("data", (chunk: Buffer) => {
      screen += chunk.toString();
      while (waiting[0]?.after.test(screen)) child.stdin.write(waiting.shift()?.text ?? "");
    });
    child.on("error", reject);
    child.on("close", (code) => settle({ exitCode: code ?? -1, screen }));
  });
}
