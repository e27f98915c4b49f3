import { type AnsibleTaskNode, ansibleTaskJson } from "../../sdk/model/ansible-node.ts";
import { hasWork, type ImageNode } from "../../sdk/model/image-node.ts";
import type { SourceStageName, UserStageName } from "../../sdk/model/user-stage-name.ts";
import type { ToolchainName } from "../engine/engine.ts";
import { group, leaf, type Part, shownLeaf } from "../plan/part.ts";
import { applyPatch } from "./apply-patch.ts";
import { headLabels, isOfAncestors, projectLabels, readCommits } from "./commit-labels.ts";
import type { PatchReader } from "./patch-reader.ts";
import { runCommands } from "./run-commands.ts";
import type { Stage, StageBuildContext, StageContext } from "./stage.ts";
import { stageDependencies } from "./stage-dependencies.ts";

/** Whether an image has a user stage: by its commands, or by a cache version alone, which rebuilds what follows (spec §1.6). */
export function hasUserStage(image: ImageNode, name: UserStageName): boolean {
  return hasWork(image, name) || cacheVersions(image, name).length > 0;
}

/** The user's own commands, all of them one layer. */
export function createUserStage(name: UserStageName, patches: PatchReader): Stage {
  return name === "beforeInstall" ? createBeforeInstallStage() : createSourceStage(name, patches);
}

/** Runs before the sources are there. */
function createBeforeInstallStage(): Stage {
  const name = "beforeInstall";
  return {
    name,
    isEmpty: async () => false,
    toolchains: (image) => toolchainsFor(image, name),
    parts: async (context) => group(name, workParts(context, name)),
    isSuitable: async () => true,
    commits: () => undefined,
    labels: async (context) => projectLabels(context),
    async build(context) {
      await runWork(context, name, []);
      return context.config;
    },
  };
}

/** Brings the sources to HEAD first, so that its commands never see old ones (spec §2.6). */
function createSourceStage(name: SourceStageName, patches: PatchReader): Stage {
  return {
    name,
    isEmpty: async () => false,
    toolchains: (image) => toolchainsFor(image, name),
    async parts(context) {
      const commands = group("commands", workParts(context, name));
      return group(name, [commands, await stageDependencies(name, context)]);
    },
    isSuitable: isOfAncestors,
    commits: readCommits,
    labels: async (context) => (patches.isUpToDate(context) ? projectLabels(context) : headLabels(context)),
    async build(context) {
      const patchCommands = patches.isUpToDate(context)
        ? []
        : await applyPatch(context.container, await patches.read(context));
      await runWork(context, name, patchCommands);
      return context.config;
    },
  };
}

async function runWork(
  context: StageBuildContext,
  name: UserStageName,
  patchCommands: readonly string[],
): Promise<void> {
  const tasks = tasksOf(context.image, name);
  if (tasks.length === 0) return runCommands(context, name, patchCommands, context.image.shell.commands[name]);
  const { runTasks } = await import("./ansible/run-tasks.ts");
  return runTasks(context, name, patchCommands, tasks);
}

function toolchainsFor(image: ImageNode, name: UserStageName): readonly ToolchainName[] {
  return tasksOf(image, name).length === 0 ? [] : ["ansible"];
}

function tasksOf(image: ImageNode, name: UserStageName): readonly AnsibleTaskNode[] {
  return image.ansible?.tasks[name] ?? [];
}

/** Shell commands or Ansible tasks: an image has no more than one of the two. */
function workParts({ image, profile }: StageContext, name: UserStageName): readonly Part[] {
  const commands = image.shell.commands[name].map(({ text }, index) => leaf(`command ${index + 1}`, text));
  const tasks = tasksOf(image, name).map((task, index) =>
    leaf(`task ${index + 1}`, profile.taskText(ansibleTaskJson(task))),
  );
  const versions = cacheVersions(image, name);
  return [...commands, ...tasks, ...(versions.length === 0 ? [] : [group("cache versions", versions)])];
}

/** The stage's own before the one of all stages. */
function cacheVersions({ shell }: ImageNode, name: UserStageName): readonly Part[] {
  const own = shell.stageCacheVersions[name];
  return [
    ...(own ? [shownLeaf("cache version", own)] : []),
    ...(shell.cacheVersion ? [shownLeaf("cache version of all stages", shell.cacheVersion)] : []),
  ];
}
