import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";
import { docker, type TestProject } from "../../support/project.ts";

const cli = resolve(import.meta.dirname, "../../../dist/cli.js");

const source = `
export const slow = pipeline("slow").box(base)
  .service(base, { name: "db", cmd: "/bin/sleep 600" })
  .step(script("wait", "echo it runs; sleep 600"));
export const quick = pipeline("quick").box(base).step(script("true", "true"));`;

/** Ends a run with a signal while its step runs; resolves with the exit code and the names of what it had started. */
function interrupt(project: TestProject, signal: NodeJS.Signals): Promise<readonly [number | null, readonly string[]]> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [cli, "run", "slow", "--progress", "plain"], { cwd: project.folder });
    let story = "";
    let names: readonly string[] = [];
    child.stderr.on("data", (chunk: Buffer) => {
      story += chunk.toString();
      if (names.length > 0 || !/│ it runs/.test(story)) return;
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

test.for(["SIGINT", "SIGTERM"] as const)("%s ends a pipeline with 130 and leaves nothing", async (signal) => {
  using project = createPipelineProject(source);
  const [exitCode, names] = await interrupt(project, signal);
  expect(names).toHaveLength(3);
  expect([exitCode, left(names)]).toEqual([130, []]);
});

test("what a killed pipeline leaves is removed by the next run", async () => {
  using project = createPipelineProject(source);
  const [exitCode, names] = await interrupt(project, "SIGKILL");
  expect(exitCode).toBe(null);
  const next = await runPipeline(project, "quick");
  expect(next.exitCode, next.stderr).toBe(0);
  expect(left(names)).toEqual([]);
});
