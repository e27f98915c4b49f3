import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { builtStages, createProject, docker, type TestProject } from "../support/project.ts";

const examples = resolve(import.meta.dirname, "../../examples");
const nodeBase = "builder-example/node:18";

/** The example as a git project of its own, its stages under a name that the test removes them by. */
function createExample(name: string, environment: Readonly<Record<string, string>> = {}): TestProject {
  const project = createProject(environment);
  cpSync(join(examples, name), project.folder, { recursive: true });
  const source = readFileSync(join(project.folder, "build.ts"), "utf8");
  project.write({ "build.ts": source.replace(/project\("[^"]*"/, `project("${project.name}"`) });
  project.commit();
  return project;
}

test("every example has a test here", () => {
  expect(readdirSync(examples).sort()).toEqual(["node-service", "tiny"]);
});

test("the tiny example needs no base image", async () => {
  using project = createExample("tiny");
  const first = await project.run();
  expect(first.ok).toBe(true);
  expect(builtStages(await project.run())).toEqual([]);
});

/** Fetches Debian packages where the base is not there yet. */
const timeoutMs = 600_000;

test(
  "the Node service is installed, built, patched and answers requests",
  async () => {
    if (docker("images", "--quiet", nodeBase) === "") {
      const made = spawnSync(join(examples, "node-service/base/make-base.sh"), [nodeBase], { encoding: "utf8" });
      expect(made.status, made.stderr).toBe(0);
    }
    using project = createExample("node-service", { NODE_BASE: nodeBase });
    const first = await project.run();
    expect(first.images.map((image) => image.name)).toEqual(["base", "api", "web"]);
    expect(project.inImage(reference(first, "api"), "cat", "/app/version.txt")).toMatch(/^api on Node 18\./);
    expect(project.inImage(reference(first, "web"), "cat", "/app/public/index.html")).toContain("Fresh fruit");
    expect(answer(reference(first, "api"))).toBe("1.20");

    project.write({ "web/README.md": "no stage depends on it\n" });
    project.commit();
    const second = await project.run();
    expect(builtStages(second, "api")).toEqual([]);
    expect(builtStages(second, "web")).toEqual(["gitLatestPatch", "dockerInstructions"]);

    project.write({ "api/src/prices.js": "export const prices = { apple: 130 };\n" });
    project.commit();
    const third = await project.run();
    expect(builtStages(third, "api")).toEqual(["setup", "dockerInstructions"]);
    expect(answer(reference(third, "api"))).toBe("1.30");
  },
  timeoutMs,
);

function reference(report: Awaited<ReturnType<TestProject["run"]>>, name: string): string {
  return report.images.find((image) => image.name === name)?.reference ?? "";
}

/** What the service says when it is asked for the price of an apple. */
function answer(image: string): string {
  const id = docker("run", "--detach", image);
  try {
    const ask = `fetch("http://127.0.0.1:8080/apple").then((answer) => answer.text()).then((text) => console.log(text))`;
    const retry = `const ask = () => ${ask}.catch(() => setTimeout(ask, 100)); ask();`;
    return docker("exec", id, "node", "-e", retry);
  } finally {
    docker("rm", "--force", id);
  }
}
