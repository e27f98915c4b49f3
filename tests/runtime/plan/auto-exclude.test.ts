import { describe, expect, test } from "vitest";
import { excludeOverlaps } from "../../../runtime/plan/auto-exclude.ts";
import type { GitMappingNode } from "../../../sdk/model/git-mapping-node.ts";
import { imageNode, mappingNode } from "../../support/image-node.ts";
import { readSharedVectors } from "../../support/shared-vectors.ts";

interface Vectors {
  readonly cases: readonly {
    readonly name: string;
    readonly mapping: Partial<GitMappingNode>;
    readonly other: Partial<GitMappingNode>;
    readonly "2.77": { readonly ok: boolean; readonly excludePaths: readonly string[] };
  }[];
}

const vectors = readSharedVectors<Vectors>("werf/export-base.json");

function excludesOf(...mappings: readonly Partial<GitMappingNode>[]): readonly (readonly string[])[] {
  return excludeOverlaps(imageNode({ git: mappings.map(mappingNode) })).git.map(({ excludePaths }) => excludePaths);
}

describe.skipIf(vectors === undefined)("excludes as werf 2.77 does", () => {
  for (const { name, mapping, other, "2.77": expected } of vectors?.cases ?? []) {
    test(name, () => {
      if (expected.ok) expect(excludesOf(mapping, other)[0]).toEqual(expected.excludePaths);
      else expect(() => excludesOf(mapping, other)).toThrow(expect.objectContaining({ code: "GRAPH.CONFLICT" }));
    });
  }
});

test("an outer target leaves out what lies inside it, whatever the order", () => {
  expect(excludesOf({ to: "/app" }, { to: "/app/vendor" })).toEqual([["vendor"], []]);
  expect(excludesOf({ to: "/app/vendor" }, { to: "/app" })).toEqual([[], ["vendor"]]);
  expect(excludesOf({ to: "/" }, { to: "/etc", includePaths: ["nginx", "php"] })).toEqual([
    ["etc/nginx", "etc/php"],
    [],
  ]);
});

test("targets that only begin alike do not overlap", () => {
  const image = imageNode({ git: [mappingNode({ to: "/app" }), mappingNode({ to: "/application" })] });
  expect(excludeOverlaps(image)).toBe(image);
});

test("each outer target leaves out all inner ones", () => {
  expect(excludesOf({ to: "/a" }, { to: "/a/b" }, { to: "/a/b/c" })).toEqual([["b", "b/c"], ["c"], []]);
});

test("the same path twice is an error that shows both places", () => {
  const at = (line: number) => ({ file: "build.ts", line, column: 3 });
  expect(() => excludesOf({ add: "/a", to: "/app", origin: at(4) }, { add: "/b", to: "/app/", origin: at(5) })).toThrow(
    expect.objectContaining({ code: "GRAPH.CONFLICT", where: [at(4), at(5)] }),
  );
});
