import { decodeOrigin } from "./decode-origin.ts";
import { createImportNode, type ImportNode, type ImportSource } from "./import-node.ts";
import type { JsonReader } from "./json-reader.ts";
import { stageSlots } from "./stage-slot.ts";
import { userStageNames } from "./user-stage-name.ts";

const members = "kind source add to slot stage owner group includePaths excludePaths origin".split(" ");

export function decodeImport(reader: JsonReader): ImportNode {
  reader.allowMembers(members);
  reader.member("kind").oneOf(["import"]);
  return createImportNode({
    source: decodeSource(reader.member("source")),
    add: reader.member("add").string(),
    to: reader.member("to").string(),
    slot: reader.member("slot").oneOf(stageSlots),
    ...reader.optional("stage", (stage) => ({ stage: stage.oneOf(userStageNames) })),
    ...reader.optional("owner", (owner) => ({ owner: owner.string() })),
    ...reader.optional("group", (group) => ({ group: group.string() })),
    includePaths: reader.member("includePaths").strings(),
    excludePaths: reader.member("excludePaths").strings(),
    ...decodeOrigin(reader),
  });
}

function decodeSource(reader: JsonReader): ImportSource {
  const kind = reader.member("kind").oneOf(["image", "reference"]);
  const name = reader.allowMembers(["kind", kind]).member(kind).string();
  return kind === "image" ? { kind, image: name } : { kind, reference: name };
}
