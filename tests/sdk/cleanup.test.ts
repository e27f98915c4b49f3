import { expect, test } from "vitest";
import { image, type ProjectOptions, project } from "../../sdk/index.ts";
import { decodeGraph, encodeGraph } from "../../sdk/model/graph-json.ts";
import { graphOf } from "./model/graphs.ts";

const cleanupOf = (cleanup: ProjectOptions["cleanup"]) => project("shop", { cleanup }).toNode().cleanup;

/** What JavaScript may hand in. */
function failureOf(cleanup: unknown): unknown {
  try {
    Reflect.apply(project, undefined, ["shop", { cleanup }]);
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
  throw new Error("it was accepted");
}

test("the defaults are werf's, and without the option the project says nothing", () => {
  expect(cleanupOf({})).toEqual({
    disable: false,
    disableGitHistoryBasedPolicy: false,
    disableBuiltWithinLastNHoursPolicy: false,
    keepImagesBuiltWithinLastNHours: 2,
  });
  expect(project("shop").toNode()).not.toHaveProperty("cleanup");
});

test("policies become plain data that survives as JSON", () => {
  const cleanup = cleanupOf({
    keepImagesBuiltWithinLastNHours: 0,
    keepPolicies: [
      { references: { tag: /v\d+/gi, limit: { last: 5, in: "1.5h", operator: "Or" } } },
      { references: { branch: "main" }, imagesPerReference: { last: -1 } },
    ],
  });
  expect(cleanup?.keepPolicies).toEqual([
    {
      references: {
        type: "tag",
        pattern: { kind: "regexp", source: "v\\d+", flags: "i" },
        limit: { last: 5, inMs: 5_400_000, operator: "Or" },
      },
    },
    {
      references: { type: "branch", pattern: { kind: "text", text: "main" } },
      imagesPerReference: { last: -1, operator: "And" },
    },
  ]);
  const graph = graphOf([image("app").from("alpine").toNode()], { cleanup });
  expect(decodeGraph(encodeGraph(graph))).toEqual(graph);
});

test("what is wrong is named", () => {
  expect(failureOf({ keepPolicies: [{ references: {} }] })).toBe(
    "project({ cleanup: { keepPolicies: [{ references }] } }) must be an object with either branch or tag, but is an object",
  );
  expect(failureOf({ keepPolicies: [{ references: { branch: "a", tag: "b" } }] })).toContain("either branch or tag");
  expect(failureOf({ keepPolicies: [{ references: { branch: 1 } }] })).toContain("a name or a regular expression");
  expect(failureOf({ keepPolicies: [{ references: { tag: "a", limit: { in: "1 day" } } }] })).toContain("a duration");
  expect(failureOf({ keepPolicies: [{ references: { tag: "a", limit: { last: -2 } } }] })).toContain("from -1 on");
  expect(
    failureOf({ keepPolicies: [{ references: { tag: "a" }, imagesPerReference: { operator: "Xor" } }] }),
  ).toContain('"And" or "Or"');
  expect(failureOf({ keepImagesBuiltWithinLastNHours: -1 })).toContain("a number of hours from 0 on");
  expect(failureOf({ keepPolices: [] })).toContain('has no option "keepPolices"');
});
