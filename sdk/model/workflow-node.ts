import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";

/** One run of a pipeline in a workflow. */
export interface WorkflowRunNode {
  /** Unique in the workflow. */
  readonly name: string;
  /** Name of the pipeline. */
  readonly pipeline: string;
  /** Names of the runs that must have passed before. */
  readonly requires: readonly string[];
  /** Name of the run whose output is the source, where several are required. */
  readonly artifactsOf?: string;
  /** Deploy target. */
  readonly target?: string;
  /** File of variables, relative to build.ts, in place of the usual one. */
  readonly envFile?: string;
  /** Where it was written. */
  readonly origin?: Origin;
}

/** Pipelines that run one after the other, each with the output of those before it. */
export interface WorkflowNode {
  /** Tells it from other nodes. */
  readonly kind: "workflow";
  /** As in build.ts. */
  readonly name: string;
  /** In the order of their definition. */
  readonly runs: readonly WorkflowRunNode[];
  /** Where it was written. */
  readonly origin?: Origin;
}

/** A frozen {@link WorkflowNode}. */
export function createWorkflowNode(fields: Omit<WorkflowNode, "kind">): WorkflowNode {
  return freezeDeep({ kind: "workflow", ...fields });
}
