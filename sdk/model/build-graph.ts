import type { AnyImageNode } from "./any-image-node.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { PipelineNode } from "./pipeline-node.ts";
import type { ProjectNode } from "./project-node.ts";
import type { WorkflowNode } from "./workflow-node.ts";

/** All that a build.ts says, as plain data: the seam between describing and doing. */
export interface BuildGraph {
  /** Grows when the meaning of the data changes. */
  readonly schemaVersion: 1;
  /** What holds for all images. */
  readonly project: ProjectNode;
  /** In the order of their definition. */
  readonly images: readonly AnyImageNode[];
  /** In the order of their definition. */
  readonly pipelines: readonly PipelineNode[];
  /** In the order of their definition. */
  readonly workflows: readonly WorkflowNode[];
}

/** Anything that a build.ts may export. */
export type RootNode = ProjectNode | AnyImageNode | PipelineNode | WorkflowNode;

/** What a graph is made of; a graph without pipelines need not say so. */
export type BuildGraphFields = Pick<BuildGraph, "project" | "images"> &
  Partial<Pick<BuildGraph, "pipelines" | "workflows">>;

/** A frozen {@link BuildGraph}. */
export function createBuildGraph(fields: BuildGraphFields): BuildGraph {
  return freezeDeep({ schemaVersion: 1, pipelines: [], workflows: [], ...fields });
}
