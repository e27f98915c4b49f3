import { describe, expect, it } from "vitest";
import { artifact, image, project } from "../../../sdk/index.ts";
import { createBuildGraph } from "../../../sdk/model/build-graph.ts";
import { canonicalJson } from "../../../sdk/model/canonical-json.ts";
import { decodeGraph, decodeRootNode, encodeGraph } from "../../../sdk/model/graph-json.ts";
import { nodesWithin } from "../../../sdk/model/visit.ts";
import { stagedImages } from "../../support/staged-images.ts";
import { graphOf, imageNode } from "./graphs.ts";

const base = artifact("base").from("debian:bookworm-slim").fromCacheVersion("1").beforeInstall("apt-get update");
const app = image("app")
  .from(base)
  .git({ to: "/app", owner: "a", group: "b", includePaths: "x", stageDependencies: { setup: ["y", "z"] } })
  .git({ add: "/conf", to: "/etc/app" })
  .setup("make")
  .cacheVersion("v")
  .cacheVersion({ setup: "s" })
  .docker({
    volume: "/data",
    expose: [80],
    env: { B: "2", A: "1" },
    label: { l: "" },
    cmd: "run",
    entrypoint: ["sh", "-c"],
    workdir: "/",
    user: "node",
    healthcheck: "NONE",
  });
const graph = createBuildGraph({
  project: project("shop", { digests: "werf-1.2" }).toNode(),
  images: [base.toNode(), app.toNode(), image("empty").fromScratch().final(false).toNode()],
});

describe("the graph as JSON", () => {
  it("comes back as it was, frozen", () => {
    const decoded = decodeGraph(encodeGraph(graph));

    expect(decoded).toEqual(graph);
    expect(Object.isFrozen(stagedImages(decoded)[1]?.git[0]?.includePaths)).toBe(true);
  });

  it("is the same text for equal graphs, whatever the order of the members", () => {
    const shuffled = JSON.parse(
      JSON.stringify(graph, (_key, value) =>
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).reverse())
          : value,
      ),
    );

    expect(canonicalJson(shuffled)).toBe(encodeGraph(graph));
    expect(canonicalJson({ b: 1, a: [{ d: undefined, c: null }], 10: "", 9: "" })).toBe(
      '{"9":"","10":"","a":[{"c":null}],"b":1}',
    );
  });

  it.each<[string, unknown, string]>([
    ["no object", [], "graph must be an object"],
    ["another version", { ...graph, schemaVersion: 2 }, "graph.schemaVersion must be 1"],
    ["a member too many", { ...graph, tasks: [] }, "graph.tasks must be absent: it is not known here"],
    ["no project", { ...graph, project: undefined }, "graph.project must be an object"],
    ["no list of images", { ...graph, images: {} }, "graph.images must be a list"],
    [
      "a wrong member deep inside",
      graphWith({ git: [{ ...app.toNode().git[0], includePaths: ["a", 1] }] }),
      "graph.images[0].git[0].includePaths[1] must be a string",
    ],
    [
      "an unknown kind of base",
      graphWith({ base: { kind: "url" } }),
      'graph.images[0].base.kind must be "reference" or "image" or "scratch"',
    ],
    [
      "a place without a line",
      graphWith({ origin: { file: "a", column: 1 } }),
      "graph.images[0].origin.line must be a number",
    ],
    [
      "a command of an unknown stage",
      graphWith({ shell: { commands: { ...imageNode().shell.commands, test: [] }, stageCacheVersions: {} } }),
      "graph.images[0].shell.commands.test must be absent: it is not known here",
    ],
    ["no truth value", graphWith({ final: "yes" }), "graph.images[0].final must be true or false"],
    [
      "a number as variable",
      graphWith({ docker: { ...app.toNode().docker, env: { A: 1 } } }),
      "graph.images[0].docker.env.A must be a string",
    ],
  ])("is refused with %s", (_name, value, message) => {
    expect(() => decodeGraph(JSON.stringify(value))).toThrow(
      expect.objectContaining({ code: "GRAPH.MALFORMED", message }),
    );
  });

  it("is refused when it is no JSON", () => {
    expect(() => decodeGraph("{")).toThrow(expect.objectContaining({ code: "GRAPH.MALFORMED" }));
  });

  it("is read node by node, too", () => {
    expect(decodeRootNode(app.toNode(), "export")).toEqual(app.toNode());
    expect(() => decodeRootNode({ kind: "task" }, "export")).toThrow('export.kind must be "project" or "image" or');
  });
});

describe("nodesWithin", () => {
  it("walks a node and all inside it, parents first", () => {
    expect([...nodesWithin(app.toNode())].map(({ kind }) => kind)).toEqual([
      "image",
      "git-mapping",
      "git-mapping",
      "docker-instructions",
    ]);
    expect([...nodesWithin(graph.project)]).toEqual([graph.project]);
  });
});

function graphWith(change: object): unknown {
  return { ...graphOf([]), images: [{ ...imageNode(), ...change }] };
}
