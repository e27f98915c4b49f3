import { spawn } from "node:child_process";
import { commandFailed } from "./errors.ts";

const keptLines = 15;

/** Runs a command quietly; its last lines are told only when it fails. Error: `SETUP.COMMAND_FAILED`. */
export function runCommand(command: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const child = spawn(command, [...args], { env, signal, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => reject(signal.aborted ? signal.reason : error));
    child.on("close", (code) => {
      if (code === 0) resolve();
      else if (signal.aborted) reject(signal.reason);
      else
        reject(
          commandFailed(
            [command, ...args].join(" "),
            code ?? undefined,
            output.trimEnd().split("\n").slice(-keptLines),
          ),
        );
    });
  });
}
