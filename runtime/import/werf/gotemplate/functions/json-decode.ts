import { GoFailure } from "../failure.ts";
import { fromText, type GoString, toText } from "../go-string.ts";
import type { Meter } from "../meter.ts";
import { bool, dict, float, NIL, slice, string, type Value } from "../value.ts";

/** Go's `json.Unmarshal` into an `interface{}`: every number is a float. */
export function decodeJson(text: GoString, meter: Meter): Value {
  // What the values will take at least, before they are made.
  meter.reserve(text.length + 96 * countPunctuation(text));
  return fromPlain(parse(toText(text)));
}

function countPunctuation(text: GoString): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    if (",:[{".includes(text.charAt(index))) count++;
  }
  return count;
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) throw new GoFailure(`invalid JSON: ${error.message}`);
    throw error;
  }
}

function fromPlain(value: unknown): Value {
  if (typeof value === "string") return string(fromText(value));
  if (typeof value === "number") return finite(value);
  if (typeof value === "boolean") return bool(value);
  if (Array.isArray(value)) return slice(value.map(fromPlain));
  if (typeof value !== "object" || value === null) return NIL;
  return dict(Object.entries(value).map(([key, item]) => [fromText(key), fromPlain(item)] as const));
}

function finite(value: number): Value {
  if (!Number.isFinite(value)) throw new GoFailure("json: cannot unmarshal a number that is too large for float64");
  return float(value);
}
