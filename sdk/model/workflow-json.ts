import { decodeOrigin } from "./decode-origin.ts";
import type { JsonReader } from "./json-reader.ts";
import { createWorkflowNode, type WorkflowNode, type WorkflowRunNode } from "./workflow-node.ts";

/** Reads a workflow. Errors: `GRAPH.MALFORMED`. */
export function decodeWorkflow(reader: JsonReader): WorkflowNode {
  reader.allowMembers(["kind", "name", "runs", "origin"]);
  reader.member("kind").oneOf(["workflow"]);
  return createWorkflowNode({
    name: reader.member("name").string(),
    runs: reader.member("runs").list(decodeRun),
    ...decodeOrigin(reader),
  });
}

const runMembers = "name pipeline requires artifactsOf target envFile origin".split(" ");

function decodeRun(reader: JsonReader): WorkflowRunNode {
  reader.allowMembers(runMembers);
  return {
    name: reader.member("name").string(),
    pipeline: reader.member("pipeline").string(),
    requires: reader.member("requires").strings(),
    ...reader.optional("artifactsOf", (name) => ({ artifactsOf: name.string() })),
    ...reader.optional("target", (target) => ({ target: target.string() })),
    ...reader.optional("envFile", (file) => ({ envFile: file.string() })),
    ...decodeOrigin(reader),
  };
}
