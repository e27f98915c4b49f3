import type { MountNode } from "../../../sdk/model/mount-node.ts";
import { type Code, call, literal, record } from "./code.ts";
import type { EmitContext } from "./emit-context.ts";

/** `.mount({ from: "build_dir", to: "/var/cache/apt" })` */
export function emitMount({ type, fromPath, to }: MountNode, { text }: EmitContext): Code {
  const from = type === "custom_dir" ? { fromPath: text(fromPath ?? "") } : { from: literal(type) };
  return call("mount", record({ ...from, to: text(to) }));
}
