import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const cli = resolve(import.meta.dirname, "../../dist/cli.js");

export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A git project in a folder of its own, built with the real command line. */
export interface TestProject {
  readonly folder: string;
  readonly name: string;
  write(files: Readonly<Record<string, string | Buffer>>): void;
  remove(...paths: string[]): void;
  symlink(path: string, target: string): void;
  git(...args: string[]): string;
  /** Commits everything; returns the commit's id. */
  commit(message?: string): string;
  builder(...args: string[]): Promise<CliResult>;
  /** The same with something to read on stdin. */
  builderReading(input: string, ...args: string[]): Promise<CliResult>;
  /** `builder run --json`; fails the test when it fails. */
  run(...args: string[]): Promise<Report>;
  plan(...args: string[]): Promise<Report>;
  /** Runs a command in the image of a report. */
  inImage(reference: string | undefined, ...command: string[]): string;
  [Symbol.dispose](): void;
}

export interface Report {
  readonly ok: boolean;
  readonly images: readonly {
    readonly name: string;
    readonly reference?: string;
    readonly action: string;
    readonly stages: readonly {
      readonly name: string;
      readonly digest: string;
      readonly action: string;
      readonly reason: string;
      readonly reference?: string;
    }[];
  }[];
  readonly error?: { readonly code: string; readonly message: string };
}

let count = 0;

/** `environment` is added to that of the tests. */
export function createProject(environment: Readonly<Record<string, string>> = {}): TestProject {
  count += 1;
  const folder = mkdtempSync(join(tmpdir(), "builder-e2e-"));
  const name = `e2e-${process.pid}-${count}-${Date.now().toString(36)}`;
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=e2e", "-c", "user.email=e2e@example.com", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  const env = { ...process.env, ...environment };
  const builder = (...args: string[]): Promise<CliResult> => runCli(folder, env, args);
  const json = async (command: string, args: string[]): Promise<Report> => {
    const result = await builder(command, "--json", "--progress", "plain", ...args);
    if (result.exitCode !== 0) throw new Error(`exit code ${result.exitCode}\n${result.stdout}\n${result.stderr}`);
    return JSON.parse(result.stdout);
  };
  git("init", "--quiet", "--initial-branch", "main");
  return {
    folder,
    name,
    write: (files) => {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
    },
    remove: (...paths) => {
      for (const path of paths) rmSync(join(folder, path), { recursive: true });
    },
    symlink: (path, target) => symlinkSync(target, join(folder, path)),
    git,
    commit: (message = "change") => {
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", message);
      return git("rev-parse", "HEAD");
    },
    builder,
    builderReading: (input, ...args) => runCli(folder, env, args, input),
    run: (...args) => json("run", args),
    plan: (...args) => json("plan", args),
    inImage: (reference, ...command) => {
      if (reference === undefined) throw new Error("there is no image");
      return docker(
        "run",
        "--rm",
        "--network",
        "none",
        "--entrypoint",
        command[0] ?? "true",
        reference,
        ...command.slice(1),
      );
    },
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true });
      removeImages(name);
    },
  };
}

/** Debian's docker client; fails with what it said. */
export function docker(...args: string[]): string {
  return execFileSync("docker", args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 28,
  }).trim();
}

/** Makes the engine as one that never had a stage of the project. */
export function forgetImages({ name: project }: Pick<TestProject, "name">): void {
  for (let tries = 0; tries < 4; tries += 1) {
    const names = docker("images", "--filter", `label=werf=${project}`, "--format", "{{.Repository}}:{{.Tag}}");
    for (const name of names.split("\n").filter((each) => each !== "" && !each.includes("<none>"))) docker("rmi", name);
  }
}

/** Containers of stages of a project that failed. */
export function keptContainers(project: string): string[] {
  const filters = ["--filter", `label=werf=${project}`, "--filter", "name=builder-failed-"];
  return docker("ps", "--all", "--quiet", ...filters)
    .split("\n")
    .filter(Boolean);
}

export function removeKeptContainers(project: string): void {
  const kept = keptContainers(project);
  if (kept.length > 0) spawnSync("docker", ["rm", "--force", "--volumes", ...kept], { stdio: "ignore" });
}

/** Removes the stages of a project, children before their parents, and the containers of those that failed. */
function removeImages(project: string): void {
  removeKeptContainers(project);
  for (let tries = 0; tries < 3; tries += 1) {
    const ids = docker("images", "--quiet", "--no-trunc", "--filter", `label=werf=${project}`)
      .split("\n")
      .filter(Boolean);
    if (ids.length === 0) return;
    spawnSync("docker", ["rmi", "--force", ...new Set(ids)], { stdio: "ignore" });
  }
}

/** The reference of an image of a report. */
export function referenceOf(report: Report, name: string): string | undefined {
  return report.images.find((image) => image.name === name)?.reference;
}

/** The stages that were built, in order. */
export function builtStages(report: Report, image = report.images[0]?.name): string[] {
  const stages = report.images.find((candidate) => candidate.name === image)?.stages ?? [];
  return stages.filter((stage) => stage.action === "build").map((stage) => stage.name);
}

/** Why a stage was built. */
export function reasonOf(report: Report, stage: string, image = report.images[0]?.name): string | undefined {
  return report.images.find((one) => one.name === image)?.stages.find((one) => one.name === stage)?.reason;
}

/** The real command line in a folder, whatever its exit code. */
export function runCli(
  cwd: string,
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
  input = "",
): Promise<CliResult> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd, env: environment, stdio: "pipe" });
    // Most commands read nothing and end before they are written to.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      settle({
        exitCode: code ?? -1,
        stdout: Buffer.concat(stdout).toString("utf8"),
        stderr: Buffer.concat(stderr).toString("utf8"),
      }),
    );
  });
}
