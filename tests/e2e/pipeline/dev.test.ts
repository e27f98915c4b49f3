import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { atTerminal } from "../../support/at-terminal.ts";
import { freePort } from "../../support/free-port.ts";
import { createPipelineProject } from "../../support/pipeline-project.ts";
import type { TestProject } from "../../support/project.ts";

const cli = resolve(import.meta.dirname, "../../../dist/cli.js");

/** A run that goes on while the test looks at what it does. */
function start(project: TestProject, ...args: readonly string[]) {
  const child = spawn(process.execPath, [cli, ...args, "--progress", "plain"], {
    cwd: project.folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let story = "";
  child.stderr.on("data", (chunk: Buffer) => {
    story += chunk.toString();
  });
  const ended = once(child, "close").then(([code]: readonly unknown[]) => code);
  return {
    story: () => story,
    interrupt: () => child.kill("SIGINT"),
    ended,
    async says(pattern: RegExp): Promise<void> {
      while (!pattern.test(story)) {
        if (child.exitCode !== null) throw new Error(`${pattern} was never said:\n${story}`);
        await sleep(50);
      }
    },
  };
}

test("builder dev opens a port of the box on this machine, for the work tree as it is, and closes it at the end", async () => {
  using project = createPipelineProject(`
export const dev = pipeline("dev").box(base, { ports: 9999 })
  .step(internal.watch({ code: "exec busybox httpd -f -p 8080 -h /pipeline/source" }))
  .step(script("after", "echo it went on"));`);
  project.write({ page: "not committed" });
  const port = await freePort();
  const ask = (): Promise<string | undefined> =>
    fetch(`http://127.0.0.1:${port}/page`).then(
      (response) => response.text(),
      () => undefined,
    );
  const run = start(project, "dev", "--publish", `${port}:8080`);
  await run.says(new RegExp(`Port 8080/tcp of the box is localhost:${port}`));
  let answer = await ask();
  for (; answer === undefined; answer = await ask()) await sleep(50);
  expect(answer).toBe("not committed");
  project.write({ page: "changed" });
  expect(await ask()).toBe("changed");
  run.interrupt();
  expect(await run.ended, run.story()).toBe(0);
  expect(run.story()).toContain("it went on");
  expect(run.story()).not.toContain("9999");
  expect(await ask()).toBeUndefined();
});

test("builder shell goes into the box of a pipeline that runs, with its files and variables, beside its steps", async () => {
  using project = createPipelineProject(`
export const test = pipeline("test").box(base).env({ MINE: "my value" })
  .step(script("wait", "echo made > /made; echo it waits; while [ ! -e /go ]; do sleep 0.1; done; cat /typed"));`);
  const run = start(project, "run", "test");
  await run.says(/│ it waits/);
  const { exitCode, screen } = await atTerminal(
    project.folder,
    ["shell", "test"],
    [
      { after: /a shell in the box is open[\s\S]*# /, text: 'cat /made; echo "<$MINE>"; pwd; echo typed > /typed\n' },
      { after: /<my value>[\s\S]*# /, text: "touch /go; exit 7\n" },
    ],
  );
  expect(screen).toMatch(/made\s+<my value>\s+\/pipeline\/source/);
  expect(exitCode).toBe(7);
  expect(await run.ended, run.story()).toBe(0);
  expect(run.story()).toMatch(/│ typed/);
});
