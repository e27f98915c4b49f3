import {
  type AnsibleNode,
  type AnsibleTaskNode,
  ansibleBlockParts,
  createAnsibleNode,
} from "../../../../sdk/model/ansible-node.ts";
import type { YamlNode } from "../../yaml-tree.ts";
import { byStage } from "./read-shell.ts";
import type { Section } from "./section.ts";
import { toJson } from "./to-json.ts";

/** The tasks of `ansible` (spec §4); which modules they use is looked at with the graph. */
export function readAnsible(ansible: Section): AnsibleNode {
  return createAnsibleNode(byStage((stage) => readTasks(ansible, stage, ansible.node(stage))));
}

function readTasks(ansible: Section, key: string, node: YamlNode | undefined): readonly AnsibleTaskNode[] {
  if (node === undefined || (node.kind === "scalar" && node.type === "null")) return [];
  if (node.kind === "list") return node.items.flatMap((item) => readTask(ansible, key, item) ?? []);
  return [readTask(ansible, key, node)].filter((task) => task !== undefined);
}

function readTask(ansible: Section, key: string, node: YamlNode): AnsibleTaskNode | undefined {
  const where = ansible.reading.places.at(node.start);
  if (node.kind !== "map") {
    ansible.reading.problem({
      code: "WERF.WRONG_TYPE",
      message: `a task of "${key}" must be a mapping (module: arguments), in ${ansible.label()}`,
      next: ["write each task as an item of a list: - shell: COMMAND"],
      where,
    });
    return undefined;
  }
  const isPart = (name: string): boolean => ansibleBlockParts.some((part) => part === name);
  const fields = node.entries.filter(({ key: name }) => !isPart(name.text));
  const parts = node.entries.flatMap(({ key: name, value }) =>
    isPart(name.text) ? [[name.text, readTasks(ansible, key, value)] as const] : [],
  );
  const [origin] = where;
  return {
    fields: Object.fromEntries(fields.map(({ key: name, value }) => [name.text, toJson(value)])),
    ...Object.fromEntries(parts),
    ...(origin === undefined ? {} : { origin }),
  };
}
