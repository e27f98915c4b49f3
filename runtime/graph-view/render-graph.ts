import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import { hideSecrets } from "../../sdk/model/hide-secrets.ts";
import { drawing } from "./drawing.ts";
import type { GraphFormat } from "./graph-format.ts";
import { toDot } from "./to-dot.ts";
import { toMermaid } from "./to-mermaid.ts";

/** A graph as text in the format asked for, with a newline at its end. */
export async function renderGraph(graph: BuildGraph, format: GraphFormat): Promise<string> {
  switch (format) {
    case "dot":
      return toDot(drawing(graph));
    case "mermaid":
      return toMermaid(drawing(graph));
    case "json":
      return `${JSON.stringify(hideSecrets(graph), undefined, 2)}\n`;
    case "svg": {
      const { toSvg } = await import("./to-svg.ts");
      return await toSvg(toDot(drawing(graph)));
    }
  }
}
