import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const cli = resolve(import.meta.dirname, "../../../dist/cli.js");

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a user would; its caches go to the folder. */
export function builtCli(folder: string, ...args: readonly string[]): CliResult {
  const { PATH } = process.env;
  const env = { PATH, HOME: folder, BUILDER_CACHE_DIR: resolve(folder, ".cache") };
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return { exitCode: status, stdout, stderr };
}
