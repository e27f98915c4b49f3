import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";
import { docker, type TestProject } from "../../support/project.ts";

const cli = resolve(import.meta.dirname, "../../../dist/cli.js");

/** Each stops for long in another phase; `seen` is what it says when it has come there. */
const phases = [
  { pipeline: "serving", seen: /│ service started/, things: 2 },
  { pipeline: "stepping", seen: /│ it runs/, things: 3 },
  { pipeline: "ending", seen: /│ it is over/, things: 1 },
  { pipeline: "building", seen: /│ a stage runs/, things: 1 },
] as const;

const source = `
export const serving = pipeline("serving").box(base)
  .service(base, { name: "db", cmd: "/bin/sleep 600", ports: 5432, readyTimeout: "10m" }).step(script("never", "true"));
export const stepping = pipeline("stepping").box(base)
  .service(base, { name: "db", cmd: "/bin/sleep 600" })
  .step(script("wait", "echo it runs; sleep 600"));
export const ending = pipeline("ending").box(base)
  .step(script("fail", "false")).afterStep(script("wait", "echo it is over; sleep 600"));
const built = image("built").from(base).install("echo a stage runs; sleep 600").final(false);
export const building = pipeline("building").box(built).step(script("never", "true"));
export const quick = pipeline("quick").box(base).step(script("true", "true"));`;

type Phase = (typeof phases)[number];

/** Ends a run with a signal in one of its phases; resolves with the exit code and the names of what it had started. */
function interrupt(
  project: TestProject,
  { pipeline, seen }: Phase,
  signal: NodeJS.Signals,
): Promise<readonly [number | null, readonly string[]]> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [cli, "run", pipeline, "--progress", "plain"], { cwd: project.folder });
    let story = "";
    let names: readonly string[] = [];
    child.stderr.on("data", (chunk: Buffer) => {
      story += chunk.toString();
      if (names.length > 0 || !seen.test(story)) return;
      names = started(child.pid ?? 0);
      child.kill(signal);
    });
    child.on("error", reject);
    child.on("close", (code) => (names.length > 0 ? settle([code, names]) : reject(new Error(story))));
  });
}

/** Containers and networks whose label names the process. */
function started(pid: number): readonly string[] {
  const format = ["--filter", "label=builder.run", "--format", '{{.Label "builder.run"}}|{{.ID}}'];
  const lines = [docker("ps", "--all", ...format), docker("network", "ls", ...format)].join("\n").split("\n");
  return lines
    .filter((line) => line.split("|")[0]?.split("-")[1] === String(pid))
    .map((line) => line.split("|")[1] ?? "");
}

function left(names: readonly string[]): readonly string[] {
  const all = [docker("ps", "--all", "--quiet"), docker("network", "ls", "--quiet")].join("\n").split("\n");
  return names.filter((name) => all.includes(name));
}

test("SIGINT and SIGTERM end a pipeline with 130 and leave nothing, wherever it is", async () => {
  using project = createPipelineProject(source);
  for (const [index, phase] of phases.entries()) {
    const [exitCode, names] = await interrupt(project, phase, index % 2 === 0 ? "SIGINT" : "SIGTERM");
    expect.soft([phase.pipeline, exitCode, names.length, left(names)]).toEqual([phase.pipeline, 130, phase.things, []]);
  }
});

test("what a killed pipeline leaves is removed by the next run, wherever it was killed", async () => {
  using project = createPipelineProject(source);
  const all: string[] = [];
  for (const phase of phases) {
    const [exitCode, names] = await interrupt(project, phase, "SIGKILL");
    expect.soft([phase.pipeline, exitCode, names.length]).toEqual([phase.pipeline, null, phase.things]);
    all.push(...names);
  }
  const next = await runPipeline(project, "quick");
  expect(next.exitCode, next.stderr).toBe(0);
  expect(left(all)).toEqual([]);
});
