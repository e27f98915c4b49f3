import type { WorkflowNode, WorkflowRunNode } from "../../sdk/model/workflow-node.ts";

/** The first run of a workflow whose requirements have passed (spec §5.4); undefined where none is left. */
export function nextRun({ runs }: WorkflowNode, done: ReadonlySet<string>): WorkflowRunNode | undefined {
  return runs.find(({ name, requires }) => !done.has(name) && requires.every((required) => done.has(required)));
}
