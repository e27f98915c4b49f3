import { describe, expect, it } from "vitest";
import { type AnsibleTaskNode, createAnsibleNode } from "../../../sdk/model/ansible-node.ts";
import { validateAnsible } from "../../../sdk/model/validate-ansible.ts";
import { imageNode, shellNode } from "../../support/image-node.ts";

const origin = { file: "build.ts", line: 3, column: 5 };

function findings(...tasks: readonly AnsibleTaskNode[]) {
  return validateAnsible(imageNode({ ansible: createAnsibleNode({ install: tasks }) }));
}

describe("the tasks of an image", () => {
  it("may use each supported module, beside keywords, and modules that are null", () => {
    expect(
      findings(
        {
          fields: {
            name: "x",
            apt: { name: "curl" },
            when: "y",
            with_items: [1],
            register: "z",
            become: true,
            copy: null,
          },
        },
        { fields: {}, block: [{ fields: { shell: "date" } }], always: [{ fields: { meta: "noop" } }] },
      ),
    ).toEqual([]);
  });

  it.each<[AnsibleTaskNode, string, string, string]>([
    [
      { fields: { at: { name: "curl" }, name: "Install" } },
      "GRAPH.ANSIBLE_MODULE",
      'Task 1 of install of "app", "Install", uses "at", which is not a supported module',
      'Did you mean "apt"?',
    ],
    [
      { fields: { "ansible.builtin.copy": {} } },
      "GRAPH.ANSIBLE_MODULE",
      'Task 1 of install of "app" uses "ansible.builtin.copy", which is not a supported module',
      'Did you mean "copy"?',
    ],
    [
      { fields: { template: {} } },
      "GRAPH.ANSIBLE_MODULE",
      'Task 1 of install of "app" uses "template", which is not a supported module',
      'Use copy with content, which is a template too: copy: { content: files.get("app.conf.j2"), dest: "/etc/app.conf" }.',
    ],
    [
      { fields: { shell: "a", copy: {} } },
      "GRAPH.ANSIBLE_MODULES",
      'Task 1 of install of "app" uses 2 modules: shell and copy',
      "Make it one task for each, or a block of tasks.",
    ],
    [
      { fields: { name: "nothing", shell: null } },
      "GRAPH.ANSIBLE_MODULES",
      'Task 1 of install of "app", "nothing", uses no module',
      "Say what it does with one of the supported modules, such as apt, copy, file or shell.",
    ],
    [
      { fields: {}, block: [{ fields: { shell: "a" } }, { fields: { servce: {} } }] },
      "GRAPH.ANSIBLE_MODULE",
      'Task 1 of install, 2 in its block of "app" uses "servce", which is not a supported module',
      "Use the command or the shell module instead.",
    ],
  ])("are refused: %j", (task, code, message, next) => {
    const [found, ...others] = findings(task.block === undefined ? { ...task, origin } : task);
    expect({ code: found?.code, message: found?.message, next: found?.next?.[0], others }).toEqual({
      code,
      message,
      next,
      others: [],
    });
    if (task.block === undefined) expect(found?.where).toEqual([origin]);
  });

  it("cannot be beside shell commands", () => {
    const image = imageNode({
      shell: shellNode({ install: ["date"] }),
      ansible: createAnsibleNode({ setup: [{ fields: { shell: "date" }, origin }] }),
    });
    expect(validateAnsible(image)).toEqual([
      {
        code: "GRAPH.SHELL_AND_ANSIBLE",
        message: '"app" has both shell commands and Ansible tasks',
        why: "The stages of an image are either all shell commands or all Ansible tasks.",
        next: ['Write the commands as tasks: { shell: "…" }.', "Split the image in two: one starts from the other."],
        where: [origin],
      },
    ]);
  });
});
