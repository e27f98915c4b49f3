import type { JsonValue } from "../../sdk/model/json-value.ts";

/**
 * JSON as Go's encoding/json writes it: keys in the order of their bytes, no spaces, and what a browser could misread escaped.
 * Numbers look the same as JavaScript's: both follow ECMAScript.
 */
export function goJson(value: JsonValue): string {
  if (typeof value === "string") return text(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(goJson).join(",")}]`;
  const members = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${members.map(([key, item]) => `${text(key)}:${goJson(item)}`).join(",")}}`;
}

function text(value: string): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** `Array.isArray` knows no read-only lists. */
function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
