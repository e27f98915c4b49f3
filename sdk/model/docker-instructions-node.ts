import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";

/** A command line: a string runs in a shell, a list is executed as it is. */
export type CommandLine = string | readonly string[];

/** Instructions that change the image's config and none of its files; named as in a Dockerfile. */
export interface DockerInstructionsNode {
  readonly kind: "docker-instructions";
  readonly volume: readonly string[];
  /** `PORT` or `PORT/PROTOCOL`. */
  readonly expose: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly label: Readonly<Record<string, string>>;
  readonly cmd?: CommandLine;
  readonly entrypoint?: CommandLine;
  readonly workdir?: string;
  readonly user?: string;
  /** The text that follows HEALTHCHECK in a Dockerfile. */
  readonly healthcheck?: string;
  /** Values are never expanded, whatever the digest profile says of those that are not exact. */
  readonly exactValues?: boolean;
  readonly origin?: Origin;
}

/** A frozen {@link DockerInstructionsNode}. */
export function createDockerInstructionsNode(fields: Omit<DockerInstructionsNode, "kind">): DockerInstructionsNode {
  return freezeDeep({ kind: "docker-instructions", ...fields });
}
