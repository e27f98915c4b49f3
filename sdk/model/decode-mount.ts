import { decodeOrigin } from "./decode-origin.ts";
import type { JsonReader } from "./json-reader.ts";
import { createMountNode, type MountNode, mountTypes } from "./mount-node.ts";

export function decodeMount(reader: JsonReader): MountNode {
  reader.allowMembers(["kind", "type", "fromPath", "to", "origin"]);
  reader.member("kind").oneOf(["mount"]);
  return createMountNode({
    type: reader.member("type").oneOf(mountTypes),
    ...reader.optional("fromPath", (path) => ({ fromPath: path.string() })),
    to: reader.member("to").string(),
    ...decodeOrigin(reader),
  });
}
