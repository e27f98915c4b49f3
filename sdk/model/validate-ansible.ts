import type { Diagnostic } from "../errors/builder-error.ts";
import { mostSimilar } from "../errors/most-similar.ts";
import { originsOf } from "../errors/origin.ts";
import { ansibleModuleNames } from "./ansible-modules.ts";
import { type AnsibleTaskNode, ansibleChildren, isAnsibleBlock } from "./ansible-node.ts";
import { isAnsibleTaskKeyword } from "./ansible-task-keyword.ts";
import type { ImageNode } from "./image-node.ts";
import { userStageNames } from "./user-stage-name.ts";

/** Tasks without a supported module or with more than one (spec §4), and tasks beside shell commands. */
export function validateAnsible(image: ImageNode): readonly Diagnostic[] {
  const { ansible } = image;
  if (ansible === undefined) return [];
  return [
    ...besideCommands(image),
    ...userStageNames.flatMap((stage) =>
      ansible.tasks[stage].flatMap((task, index) => wrongTasks(task, `Task ${index + 1} of ${stage}`, image.name)),
    ),
  ];
}

function besideCommands(image: ImageNode): readonly Diagnostic[] {
  const commands = userStageNames.flatMap((stage) => image.shell.commands[stage]);
  const tasks = userStageNames.flatMap((stage) => image.ansible?.tasks[stage] ?? []);
  const [command] = commands;
  const [task] = tasks;
  if (command === undefined || task === undefined) return [];
  return [
    {
      code: "GRAPH.SHELL_AND_ANSIBLE",
      message: `"${image.name}" has both shell commands and Ansible tasks`,
      why: "The stages of an image are either all shell commands or all Ansible tasks.",
      next: ['Write the commands as tasks: { shell: "…" }.', "Split the image in two: one starts from the other."],
      where: originsOf(command, task),
    },
  ];
}

function wrongTasks(task: AnsibleTaskNode, which: string, image: string): readonly Diagnostic[] {
  if (isAnsibleBlock(task)) {
    return ansibleChildren(task).flatMap((child, index) =>
      wrongTasks(child, `${which}, ${index + 1} in its block`, image),
    );
  }
  const present = Object.keys(task.fields).filter((key) => task.fields[key] !== null);
  const modules = ansibleModuleNames.filter((name) => present.includes(name));
  const named =
    typeof task.fields.name === "string" ? `${which} of "${image}", "${task.fields.name}",` : `${which} of "${image}"`;
  if (modules.length === 1) return [];
  if (modules.length > 1) return [twoModules(task, named, modules)];
  return [
    noModule(
      task,
      named,
      present.filter((key) => !isAnsibleTaskKeyword(key)),
    ),
  ];
}

function twoModules(task: AnsibleTaskNode, named: string, modules: readonly string[]): Diagnostic {
  return {
    code: "GRAPH.ANSIBLE_MODULES",
    message: `${named} uses ${modules.length} modules: ${modules.join(" and ")}`,
    next: ["Make it one task for each, or a block of tasks."],
    where: originsOf(task),
  };
}

function noModule(task: AnsibleTaskNode, named: string, unknown: readonly string[]): Diagnostic {
  const [first] = unknown;
  if (first === undefined) {
    return {
      code: "GRAPH.ANSIBLE_MODULES",
      message: `${named} uses no module`,
      next: ["Say what it does with one of the supported modules, such as apt, copy, file or shell."],
      where: originsOf(task),
    };
  }
  return {
    code: "GRAPH.ANSIBLE_MODULE",
    message: `${named} uses "${first}", which is not a supported module`,
    why: "Only modules whose result follows from the task itself are supported.",
    next: [adviceFor(first), `The supported modules: ${ansibleModuleNames.join(", ")}.`],
    where: originsOf(task),
  };
}

/** What people reach for that has another way here. */
const alternatives: Readonly<Record<string, string>> = {
  template:
    'Use copy with content, which is a template too: copy: { content: files.get("app.conf.j2"), dest: "/etc/app.conf" }.',
  service: "A container has no services: say what it runs with .docker({ cmd }).",
  systemd: "A container has no services: say what it runs with .docker({ cmd }).",
  git: "Use .git(…) for this repository, or the command module for another.",
  synchronize: "Use .git(…) to add the repository's files.",
  setup: "Facts are not gathered: ask the image with the command module and register.",
  include_tasks: "Put the tasks into the list: ...commonTasks.",
  import_tasks: "Put the tasks into the list: ...commonTasks.",
};

function adviceFor(word: string): string {
  const alternative = alternatives[word];
  if (alternative !== undefined) return alternative;
  const short = word.slice(word.lastIndexOf(".") + 1);
  const similar = ansibleModuleNames.find((name) => name === short) ?? mostSimilar(word, ansibleModuleNames);
  return similar === undefined ? "Use the command or the shell module instead." : `Did you mean "${similar}"?`;
}
