import { createMountNode, type MountNode } from "../../../../sdk/model/mount-node.ts";
import { readAbsolutePath } from "./read-paths.ts";
import type { Section } from "./section.ts";

/** `mount` (spec §3.3). */
export function readMounts(image: Section): readonly MountNode[] {
  return image.sections("mount", ["from", "fromPath", "to"]).flatMap((item) => readMount(item) ?? []);
}

function readMount(item: Section): MountNode | undefined {
  const to = readAbsolutePath(item, "to");
  const from = item.text("from");
  const fromPath = item.text("fromPath");
  if ((from === undefined) === (fromPath === undefined)) {
    item.problem("from", {
      code: "WERF.CONFLICT",
      message:
        from === undefined ? "a mount says neither `from` nor `fromPath`" : "a mount says both `from` and `fromPath`",
      next: ["write from: tmp_dir, from: build_dir, or fromPath: /PATH/ON/HOST"],
    });
    return undefined;
  }
  if (to === undefined) return undefined;
  if (fromPath !== undefined) return createMountNode({ type: "custom_dir", fromPath, to, ...item.origin });
  if (from === "tmp_dir" || from === "build_dir") return createMountNode({ type: from, to, ...item.origin });
  item.problem("from", {
    code: "WERF.WRONG_VALUE",
    message: `\`from: ${from}\` is no kind of mount`,
    next: ["write from: tmp_dir (empty for each build) or from: build_dir (kept for the project)"],
  });
  return undefined;
}
