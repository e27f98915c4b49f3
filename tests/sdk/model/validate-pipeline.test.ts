import { describe, expect, it } from "vitest";
import { createBuildGraph } from "../../../sdk/model/build-graph.ts";
import { createProjectNode } from "../../../sdk/model/project-node.ts";
import { validateGraph } from "../../../sdk/model/validate.ts";
import { type Pipeline, pipeline } from "../../../sdk/pipeline.ts";
import { script, step } from "../../../sdk/step.ts";
import { type Workflow, workflow } from "../../../sdk/workflow.ts";

const project = createProjectNode({ name: "shop", digests: "builder", allowUnshallow: true });

function findings(pipelines: readonly Pipeline[], workflows: readonly Workflow[] = []): readonly string[] {
  const graph = createBuildGraph({
    project,
    images: [],
    pipelines: pipelines.map((each) => each.toNode()),
    workflows: workflows.map((each) => each.toNode()),
  });
  return validateGraph(graph).map(({ code, message }) => `${code} ${message}`);
}

const base = pipeline("test").box("alpine:3");

describe("a pipeline", () => {
  it("with a box and steps is right", () => {
    const full = base
      .service("postgres:16", { name: "db", ports: 5432 })
      .basePath("/srv/app")
      .sourceDir("web")
      .step(script("unit", "npm test", { checkpoint: "deps" }), step("file://steps/lint"))
      .afterStep(script("notify", "true"));
    expect(findings([full])).toEqual([]);
  });

  it.each<[string, Pipeline, RegExp]>([
    ["no box", pipeline("test").step(script("a", "true")), /^GRAPH\.NO_BOX /],
    ["a box that is no reference", pipeline("test").box("Not A Reference"), /^GRAPH\.BASE_REFERENCE /],
    ["a port that is none", pipeline("test").box("alpine:3", { ports: "http" }), /^GRAPH\.PORT /],
    ["two services of one name", base.service("redis").service("redis:7"), /^GRAPH\.DUPLICATE_NAME 2 services/],
    ["a base path whose parent must stay", base.basePath("/"), /^GRAPH\.BASE_PATH /],
    ["a base path that is the system's", base.basePath("/usr"), /^GRAPH\.BASE_PATH /],
    ["a source folder outside the source", base.sourceDir("../other"), /^GRAPH\.SOURCE_PATH /],
    ["a checkpoint that is no tag", base.step(script("a", "true", { checkpoint: "a b" })), /^GRAPH\.CHECKPOINT /],
    [
      "one checkpoint twice",
      base.step(script("a", "true", { checkpoint: "x" }), script("b", "true", { checkpoint: "x" })),
      /^GRAPH\.CHECKPOINT 2 steps/,
    ],
    ["a name with a space", pipeline("my test").box("alpine:3"), /^GRAPH\.PIPELINE_NAME /],
  ])("with %s is refused", (_what, wrong, expected) => {
    expect(findings([wrong]).join("\n")).toMatch(expected);
  });

  it("and an image or another pipeline have different names", () => {
    expect(findings([base, pipeline("test").box("alpine:4")])).toEqual([
      'GRAPH.DUPLICATE_NAME 2 different pipelines have the name "test"',
    ]);
  });
});

describe("a workflow", () => {
  const named = (name: string): Pipeline => pipeline(name).box("alpine:3");
  const [a, b, c] = [named("a"), named("b"), named("c")];

  it("whose pipelines require each other from one root on is right", () => {
    const right = workflow("all")
      .run(a)
      .run(b, { requires: a })
      .run(c, { name: "late", requires: ["a", "b"], artifactsOf: "a" });
    expect(findings([a, b, c], [right])).toEqual([]);
  });

  it.each<[string, Workflow]>([
    ["duplicate pipeline a", workflow("all").run(a).run(a, { requires: a })],
    ["pipeline d is not defined", workflow("all").run(a).run(named("d"), { requires: a })],
    ["no pipeline x required by b", workflow("all").run(a).run(b, { requires: "x" })],
    ["no root pipeline", workflow("all").run(a, { requires: "b" }).run(b, { requires: "a" })],
    ["multiple root pipelines: a, b", workflow("all").run(a).run(b).run(c, { requires: a })],
    [
      "contains cycle b -> c -> b",
      workflow("all")
        .run(a)
        .run(b, { requires: ["a", "c"] })
        .run(c, { requires: b }),
    ],
  ])("%s", (text, wrong) => {
    expect(findings([a, b, c], [wrong])).toEqual([`GRAPH.WORKFLOW Invalid workflow all: ${text}`]);
  });
});
