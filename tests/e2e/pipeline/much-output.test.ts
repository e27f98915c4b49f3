import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createPipelineProject } from "../../support/pipeline-project.ts";

const cli = resolve(import.meta.dirname, "../../../dist/cli.js");

const source = `
export const test = pipeline("test").box(base).step(script("big", [
  "busybox yes 'a line that is as long as those of a compiler, or thereabouts' | head -c 1000000 > /megabyte",
  "for i in $(seq 200); do cat /megabyte; echo $i > said.new; mv said.new said; done",
]));`;

test("200 MB of output stream through, however slow they are read, and nothing is kept of them", async () => {
  using project = createPipelineProject(source);
  const child = spawn(process.execPath, [cli, "run", "test", "--progress", "plain", "--direct-mount"], {
    cwd: project.folder,
    env: { ...process.env, NODE_OPTIONS: "--max-old-space-size=64" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((settle) => child.on("close", settle));
  let [answer, storyBytes] = ["", 0];
  child.stdout.on("data", (chunk: Buffer) => {
    answer += chunk.toString();
  });
  const said = (): number => {
    const path = join(project.folder, "said");
    return existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
  };
  let peakMegabytes = 0;
  const look = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, residentMegabytes(child.pid));
  }, 100);
  // Nobody reads until the box has come to a halt; one that has not says more within this time.
  let [halted, before] = [0, 0];
  while (halted < 5 && said() < 200 && child.exitCode === null && child.signalCode === null) {
    await sleep(1000);
    halted = said() > 0 && said() === before ? halted + 1 : 0;
    before = said();
  }
  expect(said()).toBeLessThan(50);
  child.stderr.on("data", (chunk: Buffer) => {
    storyBytes += chunk.length;
  });
  expect([await ended, answer]).toEqual([0, "test passed\n"]);
  clearInterval(look);
  expect(storyBytes).toBeGreaterThan(200_000_000);
  expect(peakMegabytes).toBeLessThan(250);
});

/** Of a process that runs; 0 of one that has ended. */
function residentMegabytes(pid = 0): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
