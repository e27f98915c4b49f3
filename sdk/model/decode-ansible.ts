import { type AnsibleNode, type AnsibleTaskNode, createAnsibleNode } from "./ansible-node.ts";
import { decodeOrigin } from "./decode-origin.ts";
import type { JsonReader } from "./json-reader.ts";
import { userStageNames } from "./user-stage-name.ts";

/** Reads the Ansible tasks of an image. */
export function decodeAnsible(reader: JsonReader): AnsibleNode {
  const tasks = reader.allowMembers(["tasks"]).member("tasks").allowMembers(userStageNames);
  return createAnsibleNode({
    beforeInstall: tasks.member("beforeInstall").list(decodeTask),
    install: tasks.member("install").list(decodeTask),
    beforeSetup: tasks.member("beforeSetup").list(decodeTask),
    setup: tasks.member("setup").list(decodeTask),
  });
}

function decodeTask(reader: JsonReader): AnsibleTaskNode {
  reader.allowMembers(["fields", "block", "rescue", "always", "origin"]);
  return {
    fields: reader.member("fields").jsonRecord(),
    ...reader.optional("block", (tasks) => ({ block: tasks.list(decodeTask) })),
    ...reader.optional("rescue", (tasks) => ({ rescue: tasks.list(decodeTask) })),
    ...reader.optional("always", (tasks) => ({ always: tasks.list(decodeTask) })),
    ...decodeOrigin(reader),
  };
}
