import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { JsonValue } from "./json-value.ts";
import type { UserStageName } from "./user-stage-name.ts";

/** The lists of tasks that a block may hold, in the order in which they run. */
export const ansibleBlockParts = ["block", "rescue", "always"] as const;

/** A task, or a block of tasks. */
export interface AnsibleTaskNode {
  /** What is handed to Ansible, without the tasks inside a block. */
  readonly fields: Readonly<Record<string, JsonValue>>;
  /** Tasks that share what `fields` say. */
  readonly block?: readonly AnsibleTaskNode[];
  /** Run when one of `block` fails. */
  readonly rescue?: readonly AnsibleTaskNode[];
  /** Run at the end, whatever happens. */
  readonly always?: readonly AnsibleTaskNode[];
  /** Where it was said. */
  readonly origin?: Origin;
}

/** The Ansible tasks of the user stages. An image has these or shell commands. */
export interface AnsibleNode {
  /** In the order in which they run; empty lists for stages without any. */
  readonly tasks: Readonly<Record<UserStageName, readonly AnsibleTaskNode[]>>;
}

/** A frozen {@link AnsibleNode}. */
export function createAnsibleNode(tasks: Partial<AnsibleNode["tasks"]>): AnsibleNode {
  return freezeDeep({ tasks: { beforeInstall: [], install: [], beforeSetup: [], setup: [], ...tasks } });
}

/** A task as Ansible reads it, with what a block holds. */
export function ansibleTaskJson(task: AnsibleTaskNode): JsonValue {
  const parts = ansibleBlockParts.flatMap((part) => {
    const tasks = task[part];
    return tasks === undefined ? [] : [[part, tasks.map(ansibleTaskJson)] as const];
  });
  return { ...task.fields, ...Object.fromEntries(parts) };
}

/** The tasks that do something, those in blocks included, in the order in which they are written. */
export function ansibleLeafTasks(tasks: readonly AnsibleTaskNode[]): readonly AnsibleTaskNode[] {
  return tasks.flatMap((task) => (isAnsibleBlock(task) ? ansibleLeafTasks(ansibleChildren(task)) : [task]));
}

/** Whether the node holds tasks instead of being one. */
export function isAnsibleBlock(task: AnsibleTaskNode): boolean {
  return ansibleBlockParts.some((part) => task[part] !== undefined);
}

/** The tasks right inside a block. */
export function ansibleChildren(task: AnsibleTaskNode): readonly AnsibleTaskNode[] {
  return ansibleBlockParts.flatMap((part) => task[part] ?? []);
}
