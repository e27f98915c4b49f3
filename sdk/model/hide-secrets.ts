import type { BuildGraph } from "./build-graph.ts";
import { createBuildGraph } from "./build-graph.ts";
import type { SecretNode } from "./secret-node.ts";

/** The graph for people and logs: a secret that build.ts holds itself is shown as `***`. */
export function hideSecrets(graph: BuildGraph): BuildGraph {
  return createBuildGraph({
    ...graph,
    images: graph.images.map((image) => ({ ...image, secrets: image.secrets.map(hideSecret) })),
  });
}

function hideSecret(node: SecretNode): SecretNode {
  return node.source.kind === "value" ? { ...node, source: { kind: "value", value: "***" } } : node;
}
