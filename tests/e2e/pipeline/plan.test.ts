import { expect, test } from "vitest";
import { createPipelineProject } from "../../support/pipeline-project.ts";

const source = `
const tools = image("tools").from(base).install("true").final(false);
export const build = pipeline("build").box(tools)
  .service("redis:7", { name: "cache" }).service(tools, { name: "own" })
  .step(script("make", "true", { checkpoint: "made" }), step("npm-install"), internal.storeContainer())
  .afterStep(script("tell", "echo $WERCKER_RESULT"));
export const deploy = pipeline("deploy", { mode: "deploy" }).box(base)
  .step(script("test", "true")).target("live", script("first", "true"), script("second", "true"));
export const release = workflow("release")
  .run(deploy, { name: "live", requires: "build", target: "live" }).run(build);`;

test("a plan of a pipeline says what would run, in which order, and what would be built for it", async () => {
  using project = createPipelineProject(source);
  const { exitCode, stdout, stderr } = await project.builder("plan", "build");
  expect(exitCode, stderr).toBe(0);
  expect(stdout.slice(stdout.indexOf("pipeline "))).toBe(`pipeline build
  box      ⛵ image tools
  service  cache  redis:7
  service  own  ⛵ image tools
  step     make  keeps made
  step     npm-install  built in
  step     store container  internal/store-container
  after    tell

To build: 2 stages of 1 image; to reuse: 0.
To run: 3 steps and 1 after-step of 1 pipeline.
`);
  expect(stdout).toMatch(/install\s+build/);
});

test("one of a workflow has its runs in their order; a target and a checkpoint change the steps", async () => {
  using project = createPipelineProject(source);
  const json = async (...args: readonly string[]) =>
    JSON.parse((await project.builder("plan", "--json", ...args)).stdout).pipelinePlans;
  const after = [{ name: "tell", kind: "script" }];
  const steps = [
    { name: "make", kind: "script", checkpoint: "made" },
    { name: "npm-install", kind: "step", reference: "npm-install", from: "built-in" },
    { name: "store container", kind: "internal", reference: "internal/store-container" },
  ];
  const build = {
    name: "build",
    mode: "build",
    box: { image: "tools" },
    services: [
      { name: "cache", reference: "redis:7" },
      { name: "own", image: "tools" },
    ],
    afterSteps: after,
  };
  const live = {
    name: "deploy",
    mode: "deploy",
    target: "live",
    box: { reference: "builder-test/busybox:1" },
    services: [],
    steps: [
      { name: "first", kind: "script" },
      { name: "second", kind: "script" },
    ],
    afterSteps: [],
  };
  expect(await json("release")).toEqual([
    { ...build, run: "build", requires: [], steps },
    { ...live, run: "live", requires: ["build"] },
  ]);
  expect(await json("deploy", "--target", "live")).toEqual([live]);
  expect(await json("build", "--checkpoint", "made")).toEqual([{ ...build, steps: steps.slice(1) }]);
});

const stepsFrom = (...references: readonly string[]): string =>
  `export const test = pipeline("test").box(base).step(${references.map((each) => `step("${each}")`).join(", ")});`;

test("says where each step is from, and fetches none", async () => {
  const steps = ["wercker/npm-test@1.2.3", "file://steps/mine", "git+https://nowhere.invalid/o/lint.git#v1"];
  using project = createPipelineProject(stepsFrom(...steps));
  project.write({ "steps/mine/run.sh": "true" });
  const { exitCode, stdout, stderr } = await project.builder("plan", "test");
  expect(exitCode, stderr).toBe(0);
  expect(stdout.split("\n").filter((line) => line.startsWith("  step "))).toEqual([
    "  step     npm-test  wercker/npm-test@1.2.3, built in",
    "  step     mine  file://steps/mine, local",
    "  step     lint  git+https://nowhere.invalid/o/lint.git#v1, from git",
  ]);
});

test.each([
  [
    "is unknown",
    "acme/lost",
    { code: "PIPELINE.UNKNOWN_STEP", next: expect.arrayContaining([expect.stringContaining("file://steps/lost")]) },
  ],
  ["is not in its folder", "file://steps/lost", { code: "PIPELINE.STEP_FOLDER" }],
])("a step that %s is an error of the plan as of the run", async (_what, reference, error) => {
  using project = createPipelineProject(stepsFrom(reference));
  for (const command of ["plan", "run"]) {
    const { exitCode, stdout } = await project.builder(command, "test", "--json");
    expect([exitCode, JSON.parse(stdout)]).toEqual([
      3,
      expect.objectContaining({ error: expect.objectContaining(error) }),
    ]);
  }
});
