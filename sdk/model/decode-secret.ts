import { decodeOrigin } from "./decode-origin.ts";
import type { JsonReader } from "./json-reader.ts";
import { createSecretNode, type SecretNode, type SecretSource } from "./secret-node.ts";

export function decodeSecret(reader: JsonReader): SecretNode {
  reader.allowMembers(["kind", "id", "source", "origin"]);
  reader.member("kind").oneOf(["secret"]);
  return createSecretNode({
    id: reader.member("id").string(),
    source: decodeSource(reader.member("source")),
    ...decodeOrigin(reader),
  });
}

function decodeSource(reader: JsonReader): SecretSource {
  switch (reader.member("kind").oneOf(["env", "file", "value"])) {
    case "env":
      return { kind: "env", name: reader.allowMembers(["kind", "name"]).member("name").string() };
    case "file":
      return { kind: "file", path: reader.allowMembers(["kind", "path"]).member("path").string() };
    case "value":
      return { kind: "value", value: reader.allowMembers(["kind", "value"]).member("value").string() };
  }
}
