import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { StageSlot } from "./stage-slot.ts";

/** What an image can learn of another one that is built before it (werf's names). */
export const dependencyValues = ["ImageName", "ImageTag", "ImageRepo", "ImageID", "ImageDigest"] as const;

/** `REPO:TAG`, its tag, its repository, the engine's id, or the registry's digest. */
export type DependencyValue = (typeof dependencyValues)[number];

/** One value of another image, and the environment variable that gets it. */
export interface DependencyImport {
  /** Which value. */
  readonly type: DependencyValue;
  /** Name of the variable. */
  readonly targetEnv: string;
}

/** Values of another image of the graph that become environment variables of an image. */
export interface DependencyNode {
  /** Tells this node from the others. */
  readonly kind: "dependency";
  /** Name of the other image. */
  readonly image: string;
  /** When the variables are set. */
  readonly slot: StageSlot;
  /** The values, each with its variable. */
  readonly imports: readonly DependencyImport[];
  /** Where it was said. */
  readonly origin?: Origin;
}

/** A frozen {@link DependencyNode}. */
export function createDependencyNode(fields: Omit<DependencyNode, "kind">): DependencyNode {
  return freezeDeep({ kind: "dependency", ...fields });
}
