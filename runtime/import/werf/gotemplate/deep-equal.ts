import type { Meter } from "./meter.ts";
import { isSameType } from "./type.ts";
import { type MapValue, type SliceValue, typeOf, type Value } from "./value.ts";

/** Go's `reflect.DeepEqual`: types count, and a nil list is not an empty one. */
export function deepEqual(a: Value, b: Value, meter: Meter): boolean {
  meter.step();
  const typeA = typeOf(a);
  const typeB = typeOf(b);
  if (typeA === undefined || typeB === undefined) return typeA === typeB;
  if (!isSameType(typeA, typeB)) return false;
  if (a.tag === "slice" && b.tag === "slice") return equalSlices(a, b, meter);
  if (a.tag === "map" && b.tag === "map") return equalMaps(a, b, meter);
  return equalScalars(a, b);
}

/** Go's `==` of two values of one type that can be compared. */
export function equalScalars(a: Value, b: Value): boolean {
  switch (a.tag) {
    case "bool":
    case "int":
    case "float":
    case "string":
      return b.tag === a.tag && a.value === b.value;
    case "complex":
      return b.tag === "complex" && a.re === b.re && a.im === b.im;
    case "time": {
      if (b.tag !== "time") return false;
      const isSameMoment = a.time.seconds === b.time.seconds && a.time.nanos === b.time.nanos;
      return isSameMoment && a.time.zone.name === b.time.zone.name;
    }
    default:
      return a === b;
  }
}

function equalSlices(a: SliceValue, b: SliceValue, meter: Meter): boolean {
  if (a.isNil !== b.isNil || a.items.length !== b.items.length) return false;
  if (a === b) return true;
  return a.items.every((item, index) => {
    const other = b.items[index];
    return other !== undefined && deepEqual(item, other, meter);
  });
}

function equalMaps(a: MapValue, b: MapValue, meter: Meter): boolean {
  if (a.isNil !== b.isNil || a.entries.size !== b.entries.size) return false;
  if (a === b) return true;
  for (const [key, { value }] of a.entries) {
    const other = b.entries.get(key);
    if (other === undefined || !deepEqual(value, other.value, meter)) return false;
  }
  return true;
}
