import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { afterEach, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { createProject, docker, type TestProject } from "../support/project.ts";

const cli = resolve(import.meta.dirname, "../../dist/cli.js");

/** A command that follows, and what it has said. */
interface Following {
  /** Resolves when it has said this, after what was waited for before. */
  says(pattern: RegExp): Promise<void>;
  said(): string;
  interrupt(): Promise<number | null>;
}

const running = new Set<() => void>();

afterEach(() => {
  for (const kill of running) kill();
});

function follow(project: TestProject, ...args: string[]): Following {
  const child = spawn(process.execPath, [cli, ...args, "--follow"], { cwd: project.folder, env: process.env });
  const kill = () => void child.kill("SIGKILL");
  running.add(kill);
  let text = "";
  let seen = 0;
  let waiting: (() => void) | undefined;
  const hear = (chunk: Buffer): void => {
    text += chunk.toString();
    waiting?.();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const ended = new Promise<number | null>((settle) =>
    child.on("close", (code) => {
      running.delete(kill);
      settle(code);
    }),
  );
  return {
    said: () => text,
    says: (pattern) =>
      new Promise((settle, reject) => {
        waiting = () => {
          const found = pattern.exec(text.slice(seen));
          if (found === null) return;
          seen += found.index + found[0].length;
          waiting = undefined;
          settle();
        };
        ended.then(() => reject(new Error(`${pattern} was never said:\n${text}`)));
        waiting();
      }),
    interrupt: () => {
      child.kill("SIGINT");
      return ended;
    },
  };
}

function createFollowed(): TestProject {
  const project = createProject();
  project.write({
    "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}").git({ to: "/app", excludePaths: "build.ts", stageDependencies: { install: "*.sh" } })
  .install("sh /app/run.sh > /made");
export default project("${project.name}");
`,
    "run.sh": "echo one\n",
    ".gitignore": "/ignored/\n",
    "ignored/deep/file": "",
  });
  project.commit();
  return project;
}

test("run follows commits: builds each new one, tells what fails and waits, and ends with 130", async () => {
  using project = createFollowed();
  const following = follow(project, "run");
  await following.says(/app (\S+)\n[^]*waiting for a new commit; Ctrl-C ends it\n/);
  project.write({ "run.sh": "exit 3\n" });
  const bad = project.commit();
  await following.says(new RegExp(`now at ${bad.slice(0, 12)}\n`));
  await following.says(/BUILD\.COMMAND_FAILED[^]*waiting for a new commit/);
  project.write({ "build.ts": "this is no TypeScript" });
  project.commit();
  await following.says(/\[LOAD\.[A-Z_]+\][^]*waiting for a new commit/);
  // Several commits together are one round.
  project.git("checkout", "--quiet", "HEAD~2", "--", ".");
  for (const word of ["two", "three", "four"]) {
    project.write({ "run.sh": `echo ${word}\n` });
    project.commit();
  }
  await following.says(/app (\S+)\n/);
  await following.says(/waiting for a new commit/);
  const reference = following
    .said()
    .match(/^app (\S+)$/gm)
    ?.at(-1)
    ?.slice(4);
  expect(project.inImage(reference, "cat", "/made")).toBe("four");
  expect(await following.interrupt()).toBe(130);
  expect(docker("ps", "--quiet", "--filter", `label=werf=${project.name}`)).toBe("");
});

test("with --dev a change of the work tree is enough, and what git ignores is none", async () => {
  using project = createFollowed();
  const following = follow(project, "run", "--dev");
  await following.says(/waiting for a change; Ctrl-C ends it\n/);
  const before = following.said();
  project.write({ "ignored/deep/file": "changed", "ignored/new": "" });
  project.write({ "run.sh": "echo edited\n" });
  await following.says(/now at [0-9a-f]{12}\n[^]*app (\S+)\n[^]*waiting for a change/);
  const reference = following
    .said()
    .match(/^app (\S+)$/gm)
    ?.at(-1)
    ?.slice(4);
  expect(project.inImage(reference, "cat", "/made")).toBe("edited");
  expect(
    following
      .said()
      .slice(before.length)
      .match(/now at/g),
  ).toHaveLength(1);
  expect(await following.interrupt()).toBe(130);
});

test("plan follows too, and outside a repository there is nothing to follow", async () => {
  using project = createFollowed();
  const following = follow(project, "plan");
  await following.says(/waiting for a new commit/);
  project.write({ "run.sh": "echo more\n" });
  project.commit();
  await following.says(/now at [0-9a-f]{12}\n[^]*install[^]*waiting for a new commit/);
  expect(await following.interrupt()).toBe(130);
  project.remove(".git");
  expect(await project.builder("plan", "--follow")).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining("GIT.NO_REPOSITORY"),
  });
});
