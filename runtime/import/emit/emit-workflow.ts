import type { WorkflowNode, WorkflowRunNode } from "../../../sdk/model/workflow-node.ts";
import { append, type Code, call, commented, list, record } from "./code.ts";
import { type EmitContext, optionalText } from "./emit-context.ts";

/** `workflow("release").run(build).run(deploy, { requires: build })` */
export function emitWorkflow(node: WorkflowNode, context: EmitContext): Code {
  const runs = node.runs.map((run) => commented(context.comments(run), emitRun(run, node, context)));
  return runs.reduce<Code>(append, call("workflow", context.text(node.name)));
}

function emitRun(run: WorkflowRunNode, { runs }: WorkflowNode, context: EmitContext): Code {
  // A run that has its pipeline's name is that pipeline to whoever requires it.
  const reference = (name: string): Code => {
    const required = runs.find((other) => other.name === name);
    return required?.pipeline === name ? context.pipeline(name) : context.text(name);
  };
  const requires = run.requires.map(reference);
  const options = record({
    name: run.name === run.pipeline ? undefined : context.text(run.name),
    requires: requires.length > 1 ? list(requires) : requires[0],
    artifactsOf: run.artifactsOf === undefined ? undefined : reference(run.artifactsOf),
    target: optionalText(run.target, context),
    envFile: optionalText(run.envFile, context),
  });
  return call("run", context.pipeline(run.pipeline), ...(options.members.length === 0 ? [] : [options]));
}
