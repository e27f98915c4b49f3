import { fromBytes, fromText } from "./go-string.ts";
import { bool, dict, float, int, NIL, slice, string, type Value } from "./value.ts";

/** Data as JavaScript has it: whole numbers become int, others float64, objects `map[string]interface {}`. */
export type PlainData =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly PlainData[]
  | { readonly [key: string]: PlainData };

/** Turns data into the values of templates. */
export function fromPlain(data: PlainData): Value {
  if (data === null) return NIL;
  if (typeof data === "boolean") return bool(data);
  if (typeof data === "bigint") return int(data);
  if (typeof data === "number") return Number.isInteger(data) && Math.abs(data) < 2 ** 63 ? int(data) : float(data);
  if (typeof data === "string") return string(fromText(data));
  if (data instanceof Uint8Array) return string(fromBytes(data));
  if (isList(data)) return slice(data.map(fromPlain));
  return dict(Object.entries(data).map(([key, value]) => [fromText(key), fromPlain(value)] as const));
}

// Array.isArray does not narrow read-only arrays.
function isList(data: object): data is readonly PlainData[] {
  return Array.isArray(data);
}
