import type { JsonReader } from "./json-reader.ts";
import type { SecretSource } from "./secret-node.ts";

export function decodeSecretSource(reader: JsonReader): SecretSource {
  switch (reader.member("kind").oneOf(["env", "file", "value"])) {
    case "env":
      return { kind: "env", name: reader.allowMembers(["kind", "name"]).member("name").string() };
    case "file":
      return { kind: "file", path: reader.allowMembers(["kind", "path"]).member("path").string() };
    case "value":
      return { kind: "value", value: reader.allowMembers(["kind", "value"]).member("value").string() };
  }
}
