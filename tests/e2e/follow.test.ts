import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { afterEach, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { createProject, docker, type TestProject } from "../support/project.ts";

const cli = resolve(import.meta.dirname, "../../dist/cli.js");

/** A command that follows, and what it has said. */
interface Following {
  /** Resolves when its story holds this, after what was waited for before. */
  says(pattern: RegExp): Promise<void>;
  story(): string;
  /** Ends it; hands over its exit code and its answers, line by line. */
  interrupt(): Promise<{ readonly exitCode: number | null; readonly answers: readonly string[] }>;
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
  let answers = "";
  let seen = 0;
  let waiting: (() => void) | undefined;
  child.stdout.on("data", (chunk: Buffer) => {
    answers += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    waiting?.();
  });
  const ended = new Promise<number | null>((settle) =>
    child.on("close", (code) => {
      running.delete(kill);
      settle(code);
    }),
  );
  return {
    story: () => text,
    says: (pattern) =>
      new Promise((settle, reject) => {
        waiting = () => {
          const found = pattern.exec(text.slice(seen));
          if (found === null) return;
          seen += found.index + found[0].length;
          waiting = undefined;
          settle();
        };
        ended.then(() => reject(new Error(`${pattern} was never said:\n${text}`)), reject);
        waiting();
      }),
    async interrupt() {
      child.kill("SIGINT");
      const exitCode = await ended;
      return { exitCode, answers: answers.split("\n").filter(Boolean) };
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
  await following.says(/waiting for a new commit; Ctrl-C ends it\n/);
  project.write({ "run.sh": "exit 3\n" });
  const bad = project.commit();
  await following.says(new RegExp(`now at ${bad.slice(0, 12)}\n`));
  await following.says(/BUILD\.COMMAND_FAILED[\s\S]*waiting for a new commit/);
  project.write({ "build.ts": "this is no TypeScript" });
  project.commit();
  await following.says(/\[LOAD\.[A-Z_]+\][\s\S]*waiting for a new commit/);
  // Several commits together are one round, or two where the first of them was seen alone.
  project.git("checkout", "--quiet", "HEAD~2", "--", "build.ts");
  for (const word of ["two", "three", "four"]) {
    project.write({ "run.sh": `echo ${word}\n` });
    project.commit();
  }
  const last = project.git("rev-parse", "--short=12", "HEAD");
  await following.says(new RegExp(`now at ${last}\n[\\s\\S]*waiting for a new commit`));
  const { exitCode, answers } = await following.interrupt();
  expect(exitCode).toBe(130);
  expect(following.story().match(/now at/g)?.length).toBeLessThanOrEqual(4);
  expect(project.inImage(answers.at(-1)?.split(" ")[1], "cat", "/made")).toBe("four");
  expect(docker("ps", "--quiet", "--filter", `label=werf=${project.name}`)).toBe("");
});

test("with --dev a change of the work tree is enough, and what git ignores is none", async () => {
  using project = createFollowed();
  const following = follow(project, "run", "--dev");
  await following.says(/waiting for a change; Ctrl-C ends it\n/);
  project.write({ "ignored/deep/file": "changed", "ignored/new": "" });
  project.write({ "run.sh": "echo edited\n" });
  await following.says(/now at [0-9a-f]{12}\n[\s\S]*waiting for a change/);
  const { exitCode, answers } = await following.interrupt();
  expect(exitCode).toBe(130);
  expect(following.story().match(/now at/g)).toHaveLength(1);
  expect(project.inImage(answers.at(-1)?.split(" ")[1], "cat", "/made")).toBe("edited");
});

test("plan follows too, and outside a repository there is nothing to follow", async () => {
  using project = createFollowed();
  const following = follow(project, "plan");
  await following.says(/waiting for a new commit/);
  project.write({ "run.sh": "echo more\n" });
  project.commit();
  await following.says(/now at [0-9a-f]{12}\n[\s\S]*waiting for a new commit/);
  const { exitCode, answers } = await following.interrupt();
  expect(exitCode).toBe(130);
  expect(answers.filter((line) => line.includes("install"))).toHaveLength(2);
  project.remove(".git");
  expect(await project.builder("plan", "--follow")).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining("GIT.NO_REPOSITORY"),
  });
});
