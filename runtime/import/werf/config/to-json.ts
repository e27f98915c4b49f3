import type { JsonValue } from "../../../../sdk/model/json-value.ts";
import type { YamlNode, YamlScalar } from "../../yaml-tree.ts";
import { resolvePlain } from "../gotemplate/functions/yaml-resolve.ts";
import { fromText } from "../gotemplate/go-string.ts";

/** A value as YAML 1.1 means it: `yes` is true, `0644` is 420, a date is text. Keys become text. */
export function toJson(node: YamlNode): JsonValue {
  switch (node.kind) {
    case "scalar":
      return scalarToJson(node);
    case "list":
      return node.items.map(toJson);
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [keyText(key), toJson(value)]));
  }
}

function scalarToJson({ type, text }: YamlScalar): JsonValue {
  if (type === "string") return text;
  const value = resolvePlain(fromText(text));
  if (value.tag === "bool" || value.tag === "float") return value.value;
  return value.tag === "int" ? Number(value.value) : null;
}

/** Keys of JSON are text: a number or a truth value as it is written in JSON. */
function keyText(key: YamlScalar): string {
  const value = scalarToJson(key);
  return typeof value === "string" ? value : value === null ? "null" : String(value);
}
