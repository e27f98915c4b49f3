import { type AnsibleNode, type AnsibleTaskNode, ansibleBlockParts } from "../../../sdk/model/ansible-node.ts";
import { userStageNames } from "../../../sdk/model/user-stage-name.ts";
import { type Code, call, commented, list, literal, type RecordMember } from "./code.ts";
import { type EmitContext, json } from "./emit-context.ts";

/** `.ansible({ install: [{ apt: { name: "curl" } }] })` */
export function emitAnsible({ tasks }: AnsibleNode, context: EmitContext): Code {
  const members = userStageNames
    .filter((stage) => tasks[stage].length > 0)
    .map((stage) => ({ key: literal(stage), value: emitTasks(tasks[stage], context) }));
  return call("ansible", { kind: "record", members });
}

function emitTasks(tasks: readonly AnsibleTaskNode[], context: EmitContext): Code {
  return list(tasks.map((task) => commented(context.comments(task), emitTask(task, context))));
}

function emitTask(task: AnsibleTaskNode, context: EmitContext): Code {
  const fields = json(task.fields, context);
  const parts = ansibleBlockParts.flatMap((part): readonly RecordMember[] => {
    const tasks = task[part];
    return tasks === undefined ? [] : [{ key: literal(part), value: emitTasks(tasks, context) }];
  });
  return { kind: "record", members: [...(fields.kind === "record" ? fields.members : []), ...parts] };
}
