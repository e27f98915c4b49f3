import { BuilderError, type Diagnostic } from "../../sdk/errors/builder-error.ts";
import type { Origin } from "../../sdk/errors/origin.ts";
import { ansibleModuleNames } from "../../sdk/model/ansible-modules.ts";
import type { AnsibleTaskNode } from "../../sdk/model/ansible-node.ts";
import type { DependencyNode } from "../../sdk/model/dependency-node.ts";
import type { DockerInstructionsNode } from "../../sdk/model/docker-instructions-node.ts";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { CommandNode, ImageNode } from "../../sdk/model/image-node.ts";
import type { ImportNode } from "../../sdk/model/import-node.ts";
import type { StageName } from "../plan/stage-name.ts";

/** What is known of a user stage whose commands failed. */
export interface FailedCommand {
  readonly image: ImageNode;
  readonly stage: StageName;
  readonly commands: readonly CommandNode[];
  /** Index of the command that failed, where that could be told. */
  readonly index?: number;
  readonly exitCode: number;
  readonly lastLines: readonly string[];
}

export function commandFailed({ image, stage, commands, index, exitCode, lastLines }: FailedCommand): BuilderError {
  const command = index === undefined ? undefined : commands[index];
  const which = command === undefined ? "a command" : `command ${Number(index) + 1} of ${commands.length}`;
  const origin = command?.origin ?? commands[0]?.origin ?? image.origin;
  return new BuilderError({
    code: "BUILD.COMMAND_FAILED",
    message: `image "${image.name}", stage ${stage}: ${which} ended with exit code ${exitCode}`,
    why: [command?.text.trimEnd() ?? "", ...lastLines.map((line) => `  ${line}`)].filter(Boolean).join("\n"),
    next: exitCode === 127 ? ["see that the command exists in the image; an earlier stage may have to install it"] : [],
    where: places(origin),
  });
}

/** What is known of a stage whose Ansible tasks failed. */
export interface FailedTask {
  readonly image: ImageNode;
  readonly stage: StageName;
  /** Those that do something, in their order. */
  readonly tasks: readonly AnsibleTaskNode[];
  /** The one that failed, where that could be told. */
  readonly task?: AnsibleTaskNode;
  /** What its module said. */
  readonly message: string;
  readonly lines: readonly string[];
}

export function taskFailed({ image, stage, tasks, task, message, lines }: FailedTask): BuilderError {
  const which = task === undefined ? "the Ansible tasks" : `task ${tasks.indexOf(task) + 1} of ${tasks.length}`;
  const name = typeof task?.fields.name === "string" ? `, "${task.fields.name}"` : "";
  const moduleName = ansibleModuleNames.find((each) => task !== undefined && each in task.fields);
  return new BuilderError({
    code: "BUILD.TASK_FAILED",
    message: `image "${image.name}", stage ${stage}: ${which}${name}${moduleName === undefined ? "" : ` (${moduleName})`} failed`,
    why: [message.trimEnd(), ...lines.map((line) => `  ${line}`)].filter(Boolean).join("\n"),
    next: adviceForTask(message),
    where: places(task?.origin ?? tasks[0]?.origin ?? image.origin),
  });
}

function adviceForTask(message: string): readonly string[] {
  const program = /Failed to find required executable "?([^" ]+)"?/.exec(message)?.[1];
  if (program === undefined) return [];
  return [`the image has no ${program}: use a module that fits the image, or install ${program} in an earlier task`];
}

export function patchFailed(image: ImageNode, stage: StageName, lastLines: readonly string[]): BuilderError {
  return new BuilderError({
    code: "BUILD.PATCH_FAILED",
    message: `image "${image.name}", stage ${stage}: files that were deleted in git could not be removed from the image`,
    why: lastLines.join("\n"),
    where: places(image.origin),
  });
}

export function mountNotEmptied(image: ImageNode, lastLines: readonly string[]): BuilderError {
  return new BuilderError({
    code: "BUILD.MOUNT_NOT_EMPTIED",
    message: `image "${image.name}": what the base image has where a mount will be could not be removed`,
    why: lastLines.join("\n"),
    next: ["mount it at a directory of its own"],
    where: places(image.mounts[0]?.origin ?? image.origin),
  });
}

export function emptyMapping(image: ImageNode, mapping: GitMappingNode, isPathMissing: boolean): BuilderError {
  const masks = describeMasks(mapping);
  return new BuilderError({
    code: "BUILD.EMPTY_MAPPING",
    message: isPathMissing
      ? `image "${image.name}": the commit has nothing at ${mapping.add}, which git({ add }) names`
      : `image "${image.name}": git({ add: ${JSON.stringify(mapping.add)} }) matches no file of the commit`,
    why: masks === "" ? undefined : masks,
    next: isPathMissing
      ? [`commit ${mapping.add}, or name a path that exists (paths start at the root of the repository)`]
      : [masks === "" ? "commit a file there" : "check the masks: they are relative to `add`", "remove the mapping"],
    where: places(mapping.origin ?? image.origin),
  });
}

/** Only a warning: the files may come with a later commit. */
export function unmatchedMask(image: ImageNode, mapping: GitMappingNode, stage: StageName, mask: string): Diagnostic {
  return {
    code: "BUILD.UNMATCHED_MASK",
    message: `image "${image.name}": the mask ${JSON.stringify(mask)} of stageDependencies.${stage} matches no file`,
    next: ["check the mask: it is relative to `add`"],
    where: places(mapping.origin ?? image.origin),
  };
}

export function fileAtRoot(image: ImageNode, mapping: GitMappingNode): BuilderError {
  return new BuilderError({
    code: "BUILD.FILE_AT_ROOT",
    message: `image "${image.name}": ${mapping.add} is a file, so that it cannot become ${mapping.to}`,
    next: ["give `to` the path that the file shall have in the image, its name included"],
    where: places(mapping.origin ?? image.origin),
  });
}

export function unknownOwner(files: GitMappingNode | ImportNode, kind: "owner" | "group", name: string): BuilderError {
  const file = kind === "owner" ? "/etc/passwd" : "/etc/group";
  return new BuilderError({
    code: "BUILD.UNKNOWN_OWNER",
    message: `the ${kind} ${JSON.stringify(name)} of ${files.kind === "import" ? "import" : "git"}({ add: ${JSON.stringify(files.add)} }) is not in the image's ${file}`,
    next: [`create it in beforeInstall, which runs before the files are added`, `give a number instead of a name`],
    where: places(files.origin),
  });
}

export function importMissing(node: ImportNode): BuilderError {
  const name = sourceName(node);
  return new BuilderError({
    code: "BUILD.IMPORT_MISSING",
    message: `${node.add}: No such file or directory in "${name}", which import({ add }) names`,
    next: [`see what ${name} holds: is it made by a stage after the one that the import takes?`, "correct the path"],
    where: places(node.origin),
  });
}

export function importConflict(node: ImportNode, path: string, cause?: unknown): BuilderError {
  return new BuilderError({
    code: "BUILD.IMPORT_CONFLICT",
    message: `import of ${node.add} from "${sourceName(node)}": ${path} is a directory in one image and not in the other`,
    why: "Neither takes the place of the other: what the directory holds would be lost.",
    next: ["import to another place", "leave the path out with `excludePaths`", "remove it in an earlier stage"],
    where: places(node.origin),
    cause,
  });
}

export function noImageDigest(image: ImageNode, node: DependencyNode): BuilderError {
  return new BuilderError({
    code: "BUILD.NO_IMAGE_DIGEST",
    message: `image "${image.name}" asks for the ImageDigest of "${node.image}", which is in no registry`,
    why: "A digest is given by the registry that an image is pushed to; these stages are kept in the engine.",
    next: ["keep the stages in a registry", "ask for ImageID, the engine's own id"],
    where: places(node.origin),
  });
}

export function missingCommitLabel(image: ImageNode, mapping: GitMappingNode, label: string): BuilderError {
  return new BuilderError({
    code: "BUILD.MISSING_COMMIT_LABEL",
    message: `image "${image.name}": the stage before does not say which commit its files of ${mapping.add} are from`,
    why: `its image has no label ${label}`,
    next: [
      "remove that image from the storage; it is built again then",
      "change fromCacheVersion, which builds all stages anew",
    ],
    where: places(mapping.origin ?? image.origin),
  });
}

export function noRepository(image: ImageNode): BuilderError {
  return new BuilderError({
    code: "GIT.NO_REPOSITORY",
    message: `image "${image.name}" takes files from git, but this folder is in no git repository`,
    next: ["git init, and commit the files", "remove .git(…) from the image"],
    where: places(image.git[0]?.origin ?? image.origin),
  });
}

export function invalidInstruction(
  node: DockerInstructionsNode,
  name: string,
  text: string,
  expected: string,
): BuilderError {
  return new BuilderError({
    code: "GRAPH.INVALID_INSTRUCTION",
    message: `${name} ${JSON.stringify(text)} is not understood`,
    why: `expected: ${expected}`,
    where: places(node.origin),
  });
}

function sourceName({ source }: ImportNode): string {
  return source.kind === "image" ? source.image : source.reference;
}

function describeMasks({ includePaths, excludePaths }: GitMappingNode): string {
  const include = includePaths.length === 0 ? [] : [`includePaths: ${includePaths.join(", ")}`];
  const exclude = excludePaths.length === 0 ? [] : [`excludePaths: ${excludePaths.join(", ")}`];
  return [...include, ...exclude].join("; ");
}

function places(origin: Origin | undefined): readonly Origin[] {
  return origin === undefined ? [] : [origin];
}
