import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";

/** A command line: a string runs in a shell, a list is executed as it is. */
export type CommandLine = string | readonly string[];

/** Instructions that change the image's config and none of its files; named as in a Dockerfile. */
export interface DockerInstructionsNode {
  /** Tells this node from the others. */
  readonly kind: "docker-instructions";
  /** Absolute paths. */
  readonly volume: readonly string[];
  /** `PORT` or `PORT/PROTOCOL`. */
  readonly expose: readonly string[];
  /** Variables by name. */
  readonly env: Readonly<Record<string, string>>;
  /** Labels by name. */
  readonly label: Readonly<Record<string, string>>;
  /** The command. */
  readonly cmd?: CommandLine;
  /** What the command is handed to. */
  readonly entrypoint?: CommandLine;
  /** Folder that the command starts in. */
  readonly workdir?: string;
  /** `USER` or `USER:GROUP`. */
  readonly user?: string;
  /** The text that follows HEALTHCHECK in a Dockerfile. */
  readonly healthcheck?: string;
  /** Values are never expanded, whatever the digest profile says of those that are not exact. */
  readonly exactValues?: boolean;
  /** Where it was said. */
  readonly origin?: Origin;
}

/** A frozen {@link DockerInstructionsNode}. */
export function createDockerInstructionsNode(fields: Omit<DockerInstructionsNode, "kind">): DockerInstructionsNode {
  return freezeDeep({ kind: "docker-instructions", ...fields });
}
