import { expect, test } from "vitest";
import { renderGraph } from "../../../runtime/graph-view/render-graph.ts";
import type { BuildGraph } from "../../../sdk/model/build-graph.ts";
import type { ImageNode } from "../../../sdk/model/image-node.ts";

const empty: ImageNode = {
  kind: "image",
  name: "base",
  artifact: false,
  final: false,
  base: { kind: "reference", reference: 'debian:"12"' },
  shell: { commands: { beforeInstall: [], install: [], beforeSetup: [], setup: [] }, stageCacheVersions: {} },
  git: [],
  imports: [],
  dependencies: [],
  mounts: [],
  secrets: [],
};

const graph: BuildGraph = {
  schemaVersion: 1,
  project: { kind: "project", name: "shop", digests: "builder", allowUnshallow: false },
  images: [
    empty,
    {
      ...empty,
      name: "app",
      final: true,
      base: { kind: "image", image: "base" },
      git: [
        {
          kind: "git-mapping",
          add: "/src",
          to: "/app",
          includePaths: [],
          excludePaths: [],
          stageDependencies: { install: [], beforeSetup: [], setup: [] },
        },
      ],
    },
    { ...empty, name: "tool", artifact: true, base: { kind: "scratch" } },
  ],
  pipelines: [],
  workflows: [],
};

test("DOT has a box for each image and base, and an arrow for each from", async () => {
  expect(await renderGraph(graph, "dot")).toBe(String.raw`digraph "shop" {
  rankdir=LR;
  node [shape=box, fontname="sans-serif", fontsize=11];
  edge [fontname="sans-serif", fontsize=9];
  image_0 [label="base", style="filled", fillcolor="#f1f5f9"];
  image_1 [label="app\ngit /src → /app", style="filled,bold", fillcolor="#dbeafe"];
  image_2 [label="tool", style="filled,dashed", fillcolor="#fef9c3"];
  base_0 [label="debian:\"12\"", shape=ellipse, style="filled", fillcolor="#ffffff"];
  base_0 -> image_0 [label="from"];
  image_0 -> image_1 [label="from"];
}
`);
});

test("Mermaid says the same, with its special characters as numbers", async () => {
  expect(await renderGraph(graph, "mermaid")).toBe(`flowchart LR
  image_0["base"]:::intermediate
  image_1["app<br>git /src → /app"]:::final
  image_2[/"tool"/]:::artifact
  base_0(["debian:#34;12#34;"]):::external
  base_0 -->|from| image_0
  image_0 -->|from| image_1
  classDef final fill:#dbeafe,stroke-width:2px
  classDef intermediate fill:#f1f5f9
  classDef artifact fill:#fef9c3,stroke-dasharray:4
  classDef external fill:#ffffff
`);
});

test("JSON is the graph itself", async () => {
  expect(JSON.parse(await renderGraph(graph, "json"))).toEqual(graph);
});

test("SVG holds every name", async () => {
  const svg = await renderGraph(graph, "svg");
  const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map((match) => match[1]);
  expect(svg).toMatch(/^<\?xml[\s\S]*<svg [\s\S]*<\/svg>\s*$/);
  expect(texts.sort()).toEqual(["app", "base", "debian:&quot;12&quot;", "from", "from", "git /src → /app", "tool"]);
});
