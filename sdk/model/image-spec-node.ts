import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";

/** A health check as OCI keeps it; times in seconds. */
export interface HealthcheckSpec {
  /** `["NONE"]`, `["CMD", …]` or `["CMD-SHELL", COMMAND]`. */
  readonly test: readonly string[];
  /** Between two checks; 0: as the engine does it. */
  readonly intervalSeconds: number;
  /** For one check; 0: as the engine does it. */
  readonly timeoutSeconds: number;
  /** After the start, while failures do not count; 0: as the engine does it. */
  readonly startPeriodSeconds: number;
  /** Failures in a row that make a container unhealthy; 0: as the engine does it. */
  readonly retries: number;
}

/** Changes of an image's config after all other stages (werf 2's imageSpec): the only ones that also take away. */
export interface ImageSpecNode {
  /** Tells this node from the others. */
  readonly kind: "image-spec";
  /** Who the image says it is by. */
  readonly author?: string;
  /** Whether the image tells how it was made. */
  readonly clearHistory: boolean;
  /** Whether the command goes. */
  readonly clearCmd: boolean;
  /** Whether the entrypoint goes. */
  readonly clearEntrypoint: boolean;
  /** Whether the user goes. */
  readonly clearUser: boolean;
  /** Whether the working directory goes. */
  readonly clearWorkingDir: boolean;
  /** Says that labels which stay in any case are wanted. */
  readonly keepEssentialWerfLabels: boolean;
  /** Exact names or `/regular expression/`. */
  readonly removeLabels: readonly string[];
  /** Paths. */
  readonly removeVolumes: readonly string[];
  /** Exact names or `/regular expression/`. */
  readonly removeEnv: readonly string[];
  /** Absolute paths. */
  readonly volumes: readonly string[];
  /** `PORT` or `PORT/PROTOCOL`. */
  readonly expose: readonly string[];
  /** `$NAME` and `${NAME}` stand for what the image had before. */
  readonly env: Readonly<Record<string, string>>;
  /** `%image%` and `%project%` stand for the names. */
  readonly labels: Readonly<Record<string, string>>;
  /** Words; none: as it was. */
  readonly cmd: readonly string[];
  /** Words; none: as it was. */
  readonly entrypoint: readonly string[];
  /** `USER` or `USER:GROUP`. */
  readonly user?: string;
  /** Absolute path. */
  readonly workingDir?: string;
  /** Such as `SIGTERM`. */
  readonly stopSignal?: string;
  /** In place of the one before. */
  readonly healthcheck?: HealthcheckSpec;
  /** Where it was said. */
  readonly origin?: Origin;
}

/** A frozen {@link ImageSpecNode}. */
export function createImageSpecNode(fields: Omit<ImageSpecNode, "kind">): ImageSpecNode {
  return freezeDeep({ kind: "image-spec", ...fields });
}
