import { GoFailure } from "../failure.ts";
import type { Meter } from "../meter.ts";
import { isEmpty } from "../strval.ts";
import { type MapEntry, type MapValue, NIL, setEntry, type Value } from "../value.ts";

/**
 * Merges one map into another as the library behind sprig's `merge` does: what the target has and is not empty stays,
 * maps are merged below, and nothing is copied, so that merged maps are shared with the source.
 *
 * @param overwrite `mergeOverwrite`: the source wins, except that nil and maps do not replace each other
 */
export function mergeInto(target: MapValue, source: MapValue, overwrite: boolean, meter: Meter): void {
  meter.step(source.entries.size + 1);
  if (target.isNil) {
    if (source.isNil) return;
    throw new GoFailure("assignment to entry in nil map: the dictionary to merge into does not exist");
  }
  for (const [name, entry] of [...source.entries]) mergeEntry(target, name, entry, overwrite, meter);
}

function mergeEntry(target: MapValue, name: string, { key, value }: MapEntry, overwrite: boolean, meter: Meter): void {
  const existing = target.entries.get(name)?.value;
  if (value.tag === "nil" || (value.tag === "slice" && value.isNil && target.type.elem?.kind === "slice")) {
    if (overwrite) setEntry(target, key, value);
    return;
  }
  if (value.tag === "map") mergeMap(existing, value, overwrite, meter);
  if (value.tag === "slice" && overwrite) setEntry(target, key, value);
  const isContainer = value.tag === "map" || value.tag === "slice";
  if (existing !== undefined && !isEmpty(existing) && isContainer) return;
  if (overwrite || isEmpty(existing ?? NIL)) setEntry(target, key, value);
}

function mergeMap(existing: Value | undefined, value: MapValue, overwrite: boolean, meter: Meter): void {
  if (existing?.tag !== "map" || existing === value) return;
  if (existing.type.name !== value.type.name && value.entries.size > 0 && existing.type.key?.kind === "string") {
    throw new GoFailure(`value of type ${value.type.name} cannot be merged into ${existing.type.name}`);
  }
  mergeInto(existing, value, overwrite, meter);
}
