import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { createProject, docker, type TestProject } from "../support/project.ts";

const cli = resolve(import.meta.dirname, "../../dist/cli.js");

/** A project whose install stage says that it runs and then runs for a long time. */
function createSlowProject(): TestProject {
  const project = createProject();
  project.write({
    "build.ts": `import { env, image, project } from "builder";
export const app = image("interrupted").from("${testBase}").install(\`echo it runs; sleep \${env("SECONDS_TO_SLEEP", "600")}\`);
export default project("${project.name}", { giterminism: { env: "SECONDS_TO_SLEEP" } });
`,
  });
  project.commit();
  return project;
}

/**
 * Starts a run and sends a signal, once, when its stage is running; resolves with the exit code. Node takes its handlers away
 * before a process is gone: a second signal, sent when the run says its last words, may end it without an exit code.
 */
function interrupt(project: TestProject, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [cli, "run", "--progress", "plain"], { cwd: project.folder });
    let story = "";
    let isSent = false;
    child.stderr.on("data", (chunk: Buffer) => {
      story += chunk.toString();
      if (isSent || !/│ it runs/.test(story)) return;
      isSent = true;
      child.kill(signal);
    });
    child.on("error", reject);
    child.on("close", (code) => (/│ it runs/.test(story) ? settle(code) : reject(new Error(story))));
  });
}

/** Containers made for this project's base image that still run its command. */
function containers(): string[] {
  return docker("ps", "--all", "--filter", "label=builder.run", "--format", "{{.Names}} {{.Command}} {{.Labels}}")
    .split("\n")
    .filter((line) => line.includes("interrupted-install"));
}

test("Ctrl-C ends a run with 130 and leaves no container", async () => {
  using project = createSlowProject();
  expect(await interrupt(project, "SIGINT")).toBe(130);
  expect(containers()).toEqual([]);
});

test("what a run left that was killed is removed by the next run, also when that has nothing to build", async () => {
  using project = createSlowProject();
  using other = createProject();
  other.write({
    "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}");
export default project("${other.name}");
`,
  });
  other.commit();
  await other.run();
  expect(await interrupt(project, "SIGKILL")).toBe(null);
  expect(containers()).toHaveLength(1);
  await other.run();
  expect(containers()).toEqual([]);
});

test("a container that somebody runs from an image that was built here is left alone", async () => {
  using project = createProject();
  const write = (command: string): void => {
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}").install("${command}").docker({ cmd: ["sleep", "600"] });
export default project("${project.name}");
`,
    });
    project.commit();
  };
  write("echo one > /made");
  const id = docker("run", "--detach", (await project.run()).images[0]?.reference ?? "");
  try {
    write("echo two > /made");
    await project.run();
    expect(docker("inspect", "--format", "{{.State.Running}}", id)).toBe("true");
  } finally {
    docker("rm", "--force", id);
  }
});
