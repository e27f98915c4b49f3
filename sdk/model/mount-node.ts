import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";

/** Kinds of mounts (werf's names). */
export const mountTypes = ["tmp_dir", "build_dir", "custom_dir"] as const;

/** `tmp_dir`: fresh for each build; `build_dir`: kept for the project; `custom_dir`: a directory of the host. */
export type MountType = (typeof mountTypes)[number];

/** A directory that the commands of an image see while it is built, and that never becomes part of it. */
export interface MountNode {
  /** Tells this node from the others. */
  readonly kind: "mount";
  /** What is mounted. */
  readonly type: MountType;
  /** Of a `custom_dir`: path on the host, absolute or below `~`. */
  readonly fromPath?: string;
  /** Absolute path in the container. */
  readonly to: string;
  /** Where it was said. */
  readonly origin?: Origin;
}

/** A frozen {@link MountNode}. */
export function createMountNode(fields: Omit<MountNode, "kind">): MountNode {
  return freezeDeep({ kind: "mount", ...fields });
}
