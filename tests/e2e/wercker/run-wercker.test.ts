import { cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runPipeline } from "../../support/pipeline-project.ts";
import { createProject, type TestProject } from "../../support/project.ts";

interface Run {
  readonly args: readonly string[];
  /** What the steps say. */
  readonly output: readonly string[];
  readonly exitCode?: number;
}

/** Folders in `projects`, and what running their pipelines says. Each is like a wercker.yml that somebody has published. */
const projects: Readonly<Record<string, readonly Run[]>> = {
  library: [
    {
      args: ["build"],
      output: [
        "/work/src/example.com/library/parts",
        "one",
        "all tests passed",
        "tested from library",
        "true no deployment",
      ],
    },
  ],
  site: [{ args: ["build"], output: ["testing, version 1.50", "<p>made for production</p>", "the build has passed"] }],
  targets: [
    { args: ["deploy", "--target", "rolling-update"], output: ["retrieving what runs", "to green, true, no CI"] },
    { args: ["deploy", "--target", "initialize"], output: ["create for initialize"] },
  ],
  notification: [
    { args: ["build"], output: ["port 8080, password 1234", "root:x:0:0:root:/root:/bin/sh"] },
    { args: ["docs"], output: ["no service"] },
  ],
  stages: [{ args: ["ci"], output: ["unit tests of v1", "v1 is clean"] }],
  "local-step": [
    {
      args: ["build"],
      output: ["main, 1.10 times, true", "main, 1.10 times, true", "nobody, 1.10 times, quiet"],
    },
  ],
  failing: [
    {
      args: ["build"],
      output: ["clean", "2 of 3 passed", "failed: one test fails", "failed: unit: one test fails"],
      exitCode: 1,
    },
  ],
  anchors: [
    { args: ["build"], output: ["yes shared"] },
    { args: ["test"], output: [" shared", "yes shared"] },
  ],
  cached: [
    {
      args: ["build"],
      output: [
        "/pipeline/source/server",
        ".",
        "..",
        ".ciignore",
        "server",
        "wercker.yml",
        "1",
        "still here",
        "31 true",
      ],
    },
    {
      args: ["build"],
      output: [
        "/pipeline/source/server",
        ".",
        "..",
        ".ciignore",
        "server",
        "wercker.yml",
        "2",
        "still here",
        "31 true",
      ],
    },
  ],
  developing: [{ args: ["dev", "--direct-mount"], output: ["hello, hello again; one", "two"] }],
};

function openProject(name: string): TestProject {
  const project = createProject({ X_GREETING: "hello" });
  cpSync(join(import.meta.dirname, "projects", name), project.folder, { recursive: true });
  project.commit();
  return project;
}

describe.each(["as it is", "from the build.ts that it is imported to"])("a wercker.yml is run %s", (how) => {
  test.each(Object.entries(projects))("%s", async (name, runs) => {
    using project = openProject(name);
    if (how !== "as it is") {
      const imported = await project.builder("import", "wercker.yml");
      expect(imported.exitCode, imported.stderr).toBe(0);
      project.commit();
    }
    for (const { args, output, exitCode = 0 } of runs) {
      const result = await runPipeline(project, ...args);
      // A listing of the source has the build.ts in it.
      const said = result.output.filter((line) => !/^(?:service started|ready after) |^build\.ts$/.test(line));
      expect.soft(said, result.stderr).toEqual(output);
      expect(result.exitCode, result.stderr).toBe(exitCode);
    }
  });
});

describe("the other commands", () => {
  test("say what a wercker.yml holds, what differs, and what is wrong, with its place", async () => {
    using project = createProject();
    project.write({
      "wercker.yml":
        "box: builder-test/busybox:1\ncommand-timout: 5\nbuild:\n  steps:\n    - script: {name: unit, code: 'false'}\n    - acme/slack: {tag: 1.0}\n",
    });
    project.commit();

    const checked = await project.builder("check");
    expect(checked.exitCode, checked.stderr).toBe(3);
    expect(checked.stderr).toContain("command-timout is a number where a pipeline is wanted");
    expect(checked.stderr).toContain("at wercker.yml:2:1");
    expect(checked.stderr).toContain("Did you mean command-timeout?");

    project.write({
      "wercker.yml":
        "box: builder-test/busybox:1\nbuild:\n  steps:\n    - script: {name: unit, code: 'false'}\ndeploy:\n  steps:\n    - acme/slack: {tag: 1.0}\n",
    });
    project.commit();
    const rechecked = await project.builder("check", "wercker.yml");
    expect(rechecked.exitCode, rechecked.stderr).toBe(0);
    expect(rechecked.stdout).toBe("wercker.yml: 0 images, 2 pipelines, no problems\n");
    expect(rechecked.stderr).toContain("deploy.steps[0].tag: tag is the number 1.0");
    expect(rechecked.stderr).toContain("at wercker.yml:7:25");

    const graph = await project.builder("graph", "--format", "json");
    expect(JSON.parse(graph.stdout).pipelines.map(({ name }: { readonly name: string }) => name)).toEqual([
      "build",
      "deploy",
    ]);

    const planned = await project.builder("plan", "build");
    expect(planned.exitCode, planned.stderr).toBe(0);
    expect(planned.stderr).not.toContain("acme/slack");

    const failed = await runPipeline(project, "build");
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain("wercker.yml:4:7");

    const unknown = await project.builder("run", "biuld");
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain("did you mean build?");
  });
});
