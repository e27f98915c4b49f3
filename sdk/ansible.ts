import type { AnsibleTask } from "./ansible/task.ts";
import { requireOptions } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import { currentHost } from "./host.ts";
import { type AnsibleNode, type AnsibleTaskNode, ansibleBlockParts, createAnsibleNode } from "./model/ansible-node.ts";
import type { JsonValue } from "./model/json-value.ts";
import type { LiteralPlaces } from "./model/literal-places.ts";
import { type UserStageName, userStageNames } from "./model/user-stage-name.ts";

/** The Ansible tasks of each stage. */
export type AnsibleTasks = { readonly [Stage in UserStageName]?: readonly AnsibleTask[] };

/** Checks what was given to `.ansible()` and adds it to what earlier calls gave. */
export function toAnsibleNode(
  tasks: AnsibleTasks,
  earlier: AnsibleNode | undefined,
  origin: Origin | undefined,
): AnsibleNode {
  const given = requireOptions(tasks, userStageNames, "ansible(tasks)", origin);
  const places = origin === undefined ? undefined : currentHost()?.locateArgument?.(origin);
  const added = (stage: UserStageName): readonly AnsibleTaskNode[] =>
    given[stage] === undefined ? [] : toTasks(given[stage], `ansible({ ${stage} })`, origin, places?.members?.[stage]);
  const tasksOf = (stage: UserStageName) => ({ [stage]: [...(earlier?.tasks[stage] ?? []), ...added(stage)] });
  return createAnsibleNode(Object.assign({}, ...userStageNames.map(tasksOf)));
}

function toTasks(
  value: unknown,
  what: string,
  origin: Origin | undefined,
  places: LiteralPlaces | undefined,
): readonly AnsibleTaskNode[] {
  if (!Array.isArray(value)) throw wrongArgument(what, "a list of tasks", value, origin);
  const items: readonly unknown[] = value;
  return items.map((item, index) => {
    const place = places?.items?.[index];
    return toTask(item, `${what}[${index}]`, place?.origin ?? origin, place);
  });
}

function toTask(
  value: unknown,
  what: string,
  origin: Origin | undefined,
  place: LiteralPlaces | undefined,
): AnsibleTaskNode {
  if (!isObject(value)) throw wrongArgument(what, "a task, an object", value, origin);
  const isPart = (key: string) => ansibleBlockParts.some((part) => part === key);
  const fields = Object.entries(value).filter(([key, item]) => item !== undefined && !isPart(key));
  const parts = ansibleBlockParts
    .filter((part) => value[part] !== undefined && value[part] !== null)
    .map((part) => [part, toTasks(value[part], `${what}.${part}`, origin, place?.members?.[part])] as const);
  return {
    fields: Object.fromEntries(fields.map(([key, item]) => [key, toJson(item, `${what}.${key}`, origin)])),
    ...Object.fromEntries(parts),
    ...(origin === undefined ? {} : { origin }),
  };
}

function toJson(value: unknown, what: string, origin: Origin | undefined): JsonValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.map((item, index) => toJson(item, `${what}[${index}]`, origin));
  }
  if (!isObject(value) || !isPlain(value)) throw wrongArgument(what, "plain data", value, origin);
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(members.map(([key, item]) => [key, toJson(item, `${what}.${key}`, origin)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A Date, a Map or a buffer would lose its meaning. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
