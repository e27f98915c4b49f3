import { decodeOrigin } from "./decode-origin.ts";
import {
  createDependencyNode,
  type DependencyImport,
  type DependencyNode,
  dependencyValues,
} from "./dependency-node.ts";
import type { JsonReader } from "./json-reader.ts";
import { stageSlots } from "./stage-slot.ts";

export function decodeDependency(reader: JsonReader): DependencyNode {
  reader.allowMembers(["kind", "image", "slot", "imports", "origin"]);
  reader.member("kind").oneOf(["dependency"]);
  return createDependencyNode({
    image: reader.member("image").string(),
    slot: reader.member("slot").oneOf(stageSlots),
    imports: reader.member("imports").list(decodeValue),
    ...decodeOrigin(reader),
  });
}

function decodeValue(reader: JsonReader): DependencyImport {
  reader.allowMembers(["type", "targetEnv"]);
  return { type: reader.member("type").oneOf(dependencyValues), targetEnv: reader.member("targetEnv").string() };
}
