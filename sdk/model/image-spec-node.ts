import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";

/** A health check as OCI keeps it; times in seconds. */
export interface HealthcheckSpec {
  /** `["NONE"]`, `["CMD", …]` or `["CMD-SHELL", COMMAND]`. */
  readonly test: readonly string[];
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly startPeriodSeconds: number;
  readonly retries: number;
}

/** Changes of an image's config after all other stages (werf 2's imageSpec): the only ones that also take away. */
export interface ImageSpecNode {
  readonly kind: "image-spec";
  readonly author?: string;
  readonly clearHistory: boolean;
  readonly clearCmd: boolean;
  readonly clearEntrypoint: boolean;
  readonly clearUser: boolean;
  readonly clearWorkingDir: boolean;
  readonly keepEssentialWerfLabels: boolean;
  /** Exact names or `/regular expression/`. */
  readonly removeLabels: readonly string[];
  readonly removeVolumes: readonly string[];
  readonly removeEnv: readonly string[];
  readonly volumes: readonly string[];
  readonly expose: readonly string[];
  /** `$NAME` and `${NAME}` stand for what the image had before. */
  readonly env: Readonly<Record<string, string>>;
  /** `%image%` and `%project%` stand for the names. */
  readonly labels: Readonly<Record<string, string>>;
  readonly cmd: readonly string[];
  readonly entrypoint: readonly string[];
  readonly user?: string;
  readonly workingDir?: string;
  readonly stopSignal?: string;
  readonly healthcheck?: HealthcheckSpec;
  readonly origin?: Origin;
}

/** A frozen {@link ImageSpecNode}. */
export function createImageSpecNode(fields: Omit<ImageSpecNode, "kind">): ImageSpecNode {
  return freezeDeep({ kind: "image-spec", ...fields });
}
