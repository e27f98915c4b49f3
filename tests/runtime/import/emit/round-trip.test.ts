import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeBuildFile } from "../../../../runtime/import/emit/describe-build-file.ts";
import { printBuildFile } from "../../../../runtime/import/emit/print-build-file.ts";
import { evaluateSource } from "../../../../runtime/import/evaluate-source.ts";
import { graphDifferences } from "../../../../runtime/import/graph-differences.ts";
import { sdkEntry } from "../../../../runtime/sdk-entry.ts";
import { validateGraph } from "../../../../sdk/model/validate.ts";
import { arbitraryGraph } from "../../../support/arbitrary-graph.ts";

const noFiles = { env: () => undefined, readFile: () => undefined, glob: () => [] };

describe("an emitted build.ts", () => {
  it("describes the graph that it was made of, whatever that holds", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryGraph, async (graph) => {
        expect(validateGraph(graph)).toEqual([]);
        const source = printBuildFile(describeBuildFile(graph));
        const [loaded] = await evaluateSource({
          source,
          hosts: [noFiles],
          sdkUrl: sdkEntry(),
          signal: new AbortController().signal,
        });
        if (loaded === undefined || loaded instanceof Error) throw loaded ?? new Error("nothing came back");
        expect(graphDifferences(graph, loaded), source).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
