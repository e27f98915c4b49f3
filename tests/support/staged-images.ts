import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { ImageNode } from "../../sdk/model/image-node.ts";

/** The images of a graph that are built in stages. */
export function stagedImages(graph: BuildGraph): readonly ImageNode[] {
  return graph.images.filter((image) => image.kind === "image");
}
