import { buildCommand } from "@stricli/core";
import { type GraphFormat, graphFormats } from "../graph-view/graph-format.ts";
import type { CliContext } from "./context.ts";
import { lazyCommand } from "./lazy-command.ts";
import { optionalFile } from "./optional-file.ts";

/** The flags of `graph`. */
export interface GraphFlags {
  readonly format: GraphFormat;
}

export const graphCommand = buildCommand<GraphFlags, [string?], CliContext>({
  loader: lazyCommand("graph", async () => (await import("./print-graph.ts")).printGraph),
  parameters: {
    flags: { format: { kind: "enum", values: graphFormats, brief: "How to print it", default: "dot" } },
    positional: optionalFile,
  },
  docs: {
    brief: "Print the images and what they are built from as a graph",
    fullDescription: `EXAMPLES
  builder graph --format svg > graph.svg
  builder graph --format mermaid
  builder graph --format json | jq '.images[].name'
  builder graph | dot -Tpng -o graph.png`,
  },
});
