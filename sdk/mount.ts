import { optionalString, requireOptions, requireString } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import { createMountNode, type MountNode } from "./model/mount-node.ts";

/** A directory that commands see while the image is built; nothing in it becomes part of the image. */
export type MountOptions = {
  /** Absolute path in the container. What the base image has there is removed. */
  readonly to: string;
} & (
  | {
      /** `tmp_dir`: empty at the start of each build, shared by its stages; `build_dir`: kept for later builds of the project. */
      readonly from: "tmp_dir" | "build_dir";
      /** Not beside `from`. */
      readonly fromPath?: never;
    }
  | {
      /** Directory of the host, absolute or below `~`; made if it does not exist. Needs an engine on this machine. */
      readonly fromPath: string;
      /** Not beside `fromPath`. */
      readonly from?: never;
    }
);

/** Checks what was given to `.mount()` and writes it down. */
export function toMountNode(options: MountOptions, origin: Origin | undefined): MountNode {
  const given = requireOptions(options, ["from", "fromPath", "to"], "mount(options)", origin);
  const to = requireString(given.to, "mount({ to })", origin);
  const fromPath = optionalString(given.fromPath, "mount({ fromPath })", origin);
  const at = origin === undefined ? {} : { origin };
  if ((given.from === undefined) === (fromPath === undefined)) {
    throw wrongArgument("mount(options)", "given exactly one of `from` and `fromPath`", given.from, origin);
  }
  if (fromPath !== undefined) return createMountNode({ type: "custom_dir", fromPath, to, ...at });
  if (given.from === "tmp_dir" || given.from === "build_dir") return createMountNode({ type: given.from, to, ...at });
  throw wrongArgument("mount({ from })", '"tmp_dir" or "build_dir"', given.from, origin);
}
