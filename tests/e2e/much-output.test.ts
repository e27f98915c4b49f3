import { spawn } from "node:child_process";
import { closeSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { createPausedReader } from "../support/paused-reader.ts";
import { createPipelineProject } from "../support/pipeline-project.ts";

const cli = resolve(import.meta.dirname, "../../dist/cli.js");

const commands = [
  "busybox yes $(printf '%0199d' 7) | head -c 1000000 > /megabyte",
  "for i in $(seq 200); do cat /megabyte; done",
];

const source = `
const commands = ${JSON.stringify(commands)} as const;
export const test = pipeline("test").box(base).step(script("big", commands));
export const app = image("app").from(base).install(...commands);
export const dock = pipeline("dock").box(base).step(internal.dockerBuild({ imageName: "big" }));`;

test.each([
  ["step", "test"],
  ["stage", "app"],
  ["build of a Dockerfile", "dock"],
])("200 MB of a %s stream through, however slowly they are read, and nothing is kept of them", async (_of, target) => {
  using project = createPipelineProject(source);
  project.write({ Dockerfile: `FROM ${testBase}\nRUN ${commands.join(" && ")}\n` });
  using reader = createPausedReader();
  // The compiler of build.ts would make the pipe one that a write to waits for, and all would wait with it.
  expect(await project.builder("check")).toMatchObject({ exitCode: 0 });
  const child = spawn(process.execPath, [cli, "run", target, "--progress", "plain"], {
    cwd: project.folder,
    // BuildKit cuts short what a command says fast.
    env: { ...process.env, DOCKER_BUILDKIT: "0" },
    stdio: ["ignore", "ignore", reader.writeEnd],
  });
  closeSync(reader.writeEnd);
  const ended = new Promise<number | null>((settle) => child.on("close", settle));
  let peakMegabytes = 0;
  const look = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, numberIn(`/proc/${child.pid}/status`, /VmHWM:\s+(\d+)/) / 1024);
  }, 100);
  await reader.read(1_000_000);
  // From here on nobody reads. A builder that does not come to a halt takes in more within these seconds.
  let [halted, taken] = [0, 0];
  while (halted < 3 && taken < 200_000_000 && child.exitCode === null && child.signalCode === null) {
    await sleep(1000);
    const before = taken;
    taken = numberIn(`/proc/${child.pid}/io`, /rchar: (\d+)/);
    halted = taken === before ? halted + 1 : 0;
  }
  const [bytes, exitCode] = await Promise.all([reader.readAll(), ended]);
  clearInterval(look);
  expect(exitCode).toBe(0);
  expect(bytes).toBeGreaterThan(200_000_000);
  expect(peakMegabytes).toBeLessThan(250);
  expect(taken).toBeLessThan(100_000_000);
});

/** Of a process that runs; 0 of one that has ended. */
function numberIn(file: string, pattern: RegExp): number {
  try {
    return Number(pattern.exec(readFileSync(file, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
