import { type BuildGraph, createBuildGraph } from "../../../sdk/model/build-graph.ts";
import { createImageNode, emptyShell, type ImageNode } from "../../../sdk/model/image-node.ts";
import { createProjectNode, type ProjectNode } from "../../../sdk/model/project-node.ts";

/** An image without anything, changed as given. */
export function imageNode(change: Partial<ImageNode> = {}): ImageNode {
  return createImageNode({
    name: "app",
    artifact: false,
    final: true,
    base: { kind: "reference", reference: "debian" },
    shell: emptyShell,
    git: [],
    ...change,
  });
}

export function graphOf(images: readonly ImageNode[], project: Partial<ProjectNode> = {}): BuildGraph {
  return createBuildGraph({
    project: createProjectNode({ name: "shop", digests: "builder", allowUnshallow: true, ...project }),
    images,
  });
}
