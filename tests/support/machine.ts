import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CliResult, type Report, runCli, type TestProject } from "./project.ts";

/** A machine as far as registries are concerned: a cache of its own, and what its user has logged in to. */
export interface Machine {
  readonly environment: Readonly<Record<string, string>>;
  builder(project: Pick<TestProject, "folder">, ...args: string[]): Promise<CliResult>;
  /** `builder run --json`; fails the test when it fails. */
  run(project: Pick<TestProject, "folder">, ...args: string[]): Promise<Report>;
  plan(project: Pick<TestProject, "folder">, ...args: string[]): Promise<Report>;
  [Symbol.dispose](): void;
}

/** `environment` is added to that of the tests. */
export function createMachine(environment: Readonly<Record<string, string>> = {}): Machine {
  const folder = mkdtempSync(join(tmpdir(), "builder-machine-"));
  const own = { BUILDER_CACHE_DIR: join(folder, "cache"), DOCKER_CONFIG: folder, ...environment };
  const builder: Machine["builder"] = (project, ...args) => runCli(project.folder, { ...process.env, ...own }, args);
  const json = async (project: Pick<TestProject, "folder">, ...args: string[]): Promise<Report> => {
    const result = await builder(project, ...args, "--json", "--progress", "plain");
    if (result.exitCode !== 0) throw new Error(`exit code ${result.exitCode}\n${result.stdout}\n${result.stderr}`);
    return JSON.parse(result.stdout);
  };
  return {
    environment: own,
    builder,
    run: (project, ...args) => json(project, "run", ...args),
    plan: (project, ...args) => json(project, "plan", ...args),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** For machines that must do without: nothing listens there. */
export const noEngine = { DOCKER_HOST: "unix:///nowhere/docker.sock" };
