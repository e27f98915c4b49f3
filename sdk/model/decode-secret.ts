import { decodeOrigin } from "./decode-origin.ts";
import { decodeSecretSource } from "./decode-secret-source.ts";
import type { JsonReader } from "./json-reader.ts";
import { createSecretNode, type SecretNode } from "./secret-node.ts";

export function decodeSecret(reader: JsonReader): SecretNode {
  reader.allowMembers(["kind", "id", "source", "origin"]);
  reader.member("kind").oneOf(["secret"]);
  return createSecretNode({
    id: reader.member("id").string(),
    source: decodeSecretSource(reader.member("source")),
    ...decodeOrigin(reader),
  });
}
