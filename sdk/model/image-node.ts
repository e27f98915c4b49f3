import type { Origin } from "../errors/origin.ts";
import type { AnsibleNode } from "./ansible-node.ts";
import type { DependencyNode } from "./dependency-node.ts";
import type { DockerInstructionsNode } from "./docker-instructions-node.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { GitMappingNode } from "./git-mapping-node.ts";
import type { ImageSpecNode } from "./image-spec-node.ts";
import type { ImportNode } from "./import-node.ts";
import type { MountNode } from "./mount-node.ts";
import type { SecretNode } from "./secret-node.ts";
import type { UserStageName } from "./user-stage-name.ts";

/** What an image starts from. */
export type BaseNode = ReferenceBaseNode | ImageBaseNode | ScratchBaseNode;

/** An image of a registry. */
export interface ReferenceBaseNode {
  /** Tells this base from the others. */
  readonly kind: "reference";
  /** `NAME`, `NAME:TAG` or `NAME@DIGEST`. */
  readonly reference: string;
  /** Where it was said. */
  readonly origin?: Origin;
}

/** Another image or artifact of the same build.ts. */
export interface ImageBaseNode {
  /** Tells this base from the others. */
  readonly kind: "image";
  /** Its name. */
  readonly image: string;
  /** Where it was said. */
  readonly origin?: Origin;
}

/** Nothing: no file and no config. */
export interface ScratchBaseNode {
  /** Tells this base from the others. */
  readonly kind: "scratch";
  /** Where it was said. */
  readonly origin?: Origin;
}

/** One shell command of a user stage; it may span lines. */
export interface CommandNode {
  /** Bash text. */
  readonly text: string;
  /** Where it was said. */
  readonly origin?: Origin;
}

/** The commands of the user stages and what forces them to run again. */
export interface ShellNode {
  /** In the order in which they run. */
  readonly commands: Readonly<Record<UserStageName, readonly CommandNode[]>>;
  /** Enters the digest of every user stage. */
  readonly cacheVersion?: string;
  /** Enters the digest of the one stage that it names. */
  readonly stageCacheVersions: Readonly<Partial<Record<UserStageName, string>>>;
}

/** An image that is built in stages (werf's stapel image). */
export interface ImageNode {
  /** Tells this node from the others. */
  readonly kind: "image";
  /** Once in a build graph. */
  readonly name: string;
  /** An artifact only serves other images: it ends with the `setup` stage and has no config of its own. */
  readonly artifact: boolean;
  /** Whether the image is a result; others are built only when one needs them. */
  readonly final: boolean;
  /** What it starts from. */
  readonly base: BaseNode;
  /** Enters the digest of the first stage. */
  readonly fromCacheVersion?: string;
  /** Whether what the registry has under the base's reference counts, and not the reference alone. */
  readonly fromLatest?: boolean;
  /** Builds everything again, like `fromCacheVersion` (werf 2's `cacheVersion` of the image). */
  readonly imageCacheVersion?: string;
  /** Engine's network mode for commands; its default when absent. */
  readonly network?: string;
  /** `os/arch[/variant]`; that of the run when absent. */
  readonly platform?: string;
  /** Whether later commits reach the image only through stages that depend on them. */
  readonly disableGitAfterPatch?: boolean;
  /** Its commands. */
  readonly shell: ShellNode;
  /** Absent where stages are made of shell commands. */
  readonly ansible?: AnsibleNode;
  /** Files that are put into it, in the order in which they were given. */
  readonly git: readonly GitMappingNode[];
  /** Files that it takes over from other images. */
  readonly imports: readonly ImportNode[];
  /** Values that it takes over from other images. */
  readonly dependencies: readonly DependencyNode[];
  /** Folders that are there while its commands run. */
  readonly mounts: readonly MountNode[];
  /** Secrets that are there while its commands run. */
  readonly secrets: readonly SecretNode[];
  /** Its config, as far as it differs from the config of the base. */
  readonly docker?: DockerInstructionsNode;
  /** Last changes of the finished image's config. */
  readonly imageSpec?: ImageSpecNode;
  /** Where it was said. */
  readonly origin?: Origin;
}

/** Lists that are empty where nothing is said. */
type Lists = "imports" | "dependencies" | "mounts" | "secrets";

/** A frozen {@link ImageNode}. */
export function createImageNode(fields: Omit<ImageNode, "kind" | Lists> & Partial<Pick<ImageNode, Lists>>): ImageNode {
  return freezeDeep({ kind: "image", imports: [], dependencies: [], mounts: [], secrets: [], ...fields });
}

/** What an image's shell holds before the first command is given. */
export const emptyShell: ShellNode = freezeDeep({
  commands: { beforeInstall: [], install: [], beforeSetup: [], setup: [] },
  stageCacheVersions: {},
});

/** Whether a user stage has anything to run. */
export function hasWork(image: ImageNode, stage: UserStageName): boolean {
  return image.shell.commands[stage].length > 0 || (image.ansible?.tasks[stage] ?? []).length > 0;
}
