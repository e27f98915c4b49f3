import { spawnSync } from "node:child_process";
import type { Terminal } from "../engine/engine.ts";

/**
 * What a person sits at, as a shell sees it. Nothing of the input is read before a shell is open.
 *
 * @param output where a shell's output goes; its errors go to stderr
 */
export function createTerminal(process: NodeJS.Process, output: "stdout" | "stderr"): Terminal {
  const to = process[output];
  return {
    get input() {
      return process.stdin;
    },
    output: to,
    errors: process.stderr,
    size: () => (process.stdin.isTTY && to.isTTY ? { columns: to.columns, rows: to.rows } : undefined),
    takeKeys(onResize) {
      process.stdin.setRawMode(true);
      // Node still turns line feeds into new lines, which the terminal on the other side does as well, if it is to be done.
      spawnSync("stty", ["-opost"], { stdio: ["inherit", "ignore", "ignore"] });
      to.on("resize", onResize);
      return () => {
        to.off("resize", onResize);
        process.stdin.setRawMode(false);
      };
    },
  };
}
