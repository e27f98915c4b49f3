import type { DockerfileNode } from "./dockerfile-node.ts";
import type { ImageNode } from "./image-node.ts";

/** An image, however it is built. */
export type AnyImageNode = ImageNode | DockerfileNode;
