import type { Meter } from "../meter.ts";
import { emptyMap, type Value } from "../value.ts";

/** A copy that shares no map or list with the original. */
export function deepCopy(value: Value, meter: Meter): Value {
  meter.step();
  if (value.tag === "slice") {
    meter.allocate(64 * value.items.length);
    return { ...value, items: value.items.map((item) => deepCopy(item, meter)) };
  }
  if (value.tag !== "map") return value;
  meter.allocate(64 * value.entries.size);
  const copy = { ...emptyMap(value.type), isNil: value.isNil };
  for (const [name, entry] of value.entries) {
    copy.entries.set(name, { key: entry.key, value: deepCopy(entry.value, meter) });
  }
  return copy;
}
