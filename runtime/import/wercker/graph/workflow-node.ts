import { createWorkflowNode, type WorkflowNode } from "../../../../sdk/model/workflow-node.ts";
import type { WerckerWorkflow } from "../wercker-file.ts";
import { note } from "./note.ts";
import type { Scope } from "./scope.ts";

/** A workflow; `pipelineNames` are the names that pipelines have got here. */
export function toWorkflowNode(
  { name: written, runs, origin }: WerckerWorkflow,
  name: string,
  pipelineNames: ReadonlyMap<string, string>,
  scope: Scope,
): WorkflowNode {
  if (name !== written) note(scope, "approximated", undefined, `is called ${name} here`, origin);
  note(scope, "translated", undefined, `workflow of ${runs.map((run) => run.name).join(", ")}`, origin);
  return createWorkflowNode({
    name,
    runs: runs.map((run) => ({
      name: run.name,
      pipeline: pipelineNames.get(run.pipeline) ?? run.pipeline,
      requires: run.requires,
      ...(run.artifactPipeline === undefined ? {} : { artifactsOf: run.artifactPipeline }),
      ...(run.envFile === undefined ? {} : { envFile: run.envFile }),
      origin: run.origin,
    })),
    origin,
  });
}
