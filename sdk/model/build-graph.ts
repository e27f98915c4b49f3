import type { AnyImageNode } from "./any-image-node.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { ProjectNode } from "./project-node.ts";

/** All that a build.ts says, as plain data: the seam between describing and doing. */
export interface BuildGraph {
  /** Grows when the meaning of the data changes. */
  readonly schemaVersion: 1;
  /** What holds for all images. */
  readonly project: ProjectNode;
  /** In the order of their definition. */
  readonly images: readonly AnyImageNode[];
}

/** Anything that a build.ts may export. */
export type RootNode = ProjectNode | AnyImageNode;

/** A frozen {@link BuildGraph}. */
export function createBuildGraph(fields: Omit<BuildGraph, "schemaVersion">): BuildGraph {
  return freezeDeep({ schemaVersion: 1, ...fields });
}
