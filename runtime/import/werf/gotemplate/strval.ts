import { show } from "./fmt/print.ts";
import type { GoString } from "./go-string.ts";
import type { Meter } from "./meter.ts";
import { type SliceValue, stringerOf, strings, type Value } from "./value.ts";

/** A value as the functions of sprig turn it into text. */
export function strval(value: Value, meter: Meter): GoString {
  if (value.tag === "string") return value.value;
  return stringerOf(value)?.() ?? show(value, meter);
}

/** A list as sprig turns it into texts: without nil, and a single value as a list of one. */
export function strslice(value: Value, meter: Meter): SliceValue {
  if (value.tag === "nil" || value.tag === "invalid") return strings([]);
  if (value.tag !== "slice") return strings([strval(value, meter)]);
  if (value.type.elem?.kind === "string") return value;
  const texts: GoString[] = [];
  for (const item of value.items) {
    meter.step();
    if (item.tag !== "nil") texts.push(strval(item, meter));
  }
  return strings(texts);
}

export function isNothing(value: Value): boolean {
  return value.tag === "nil" || value.tag === "invalid";
}

/** Sprig's idea of emptiness: what has no length, or is zero, false or nil. */
export function isEmpty(value: Value): boolean {
  switch (value.tag) {
    case "invalid":
    case "nil":
      return true;
    case "bool":
      return !value.value;
    case "int":
      return value.value === 0n;
    case "float":
      return value.value === 0;
    case "complex":
      return value.re === 0 && value.im === 0;
    case "string":
      return value.value === "";
    case "slice":
      return value.items.length === 0;
    case "map":
      return value.entries.size === 0;
    default:
      return false;
  }
}
