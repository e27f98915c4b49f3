import type { Origin } from "../errors/origin.ts";
import type { DockerInstructionsNode } from "./docker-instructions-node.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { GitMappingNode } from "./git-mapping-node.ts";
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
  /** Its commands. */
  readonly shell: ShellNode;
  /** Files that are put into it, in the order in which they were given. */
  readonly git: readonly GitMappingNode[];
  /** Its config, as far as it differs from the config of the base. */
  readonly docker?: DockerInstructionsNode;
  /** Where it was said. */
  readonly origin?: Origin;
}

/** A frozen {@link ImageNode}. */
export function createImageNode(fields: Omit<ImageNode, "kind">): ImageNode {
  return freezeDeep({ kind: "image", ...fields });
}

/** What an image's shell holds before the first command is given. */
export const emptyShell: ShellNode = freezeDeep({
  commands: { beforeInstall: [], install: [], beforeSetup: [], setup: [] },
  stageCacheVersions: {},
});
