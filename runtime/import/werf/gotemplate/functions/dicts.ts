import { GoFailure } from "../failure.ts";
import {
  ANY,
  DICT,
  type FunctionMap,
  fn1,
  fn2,
  fn3,
  type GoFunction,
  STRING,
  variadic,
  variadic1,
} from "../function.ts";
import type { GoString } from "../go-string.ts";
import type { Meter } from "../meter.ts";
import { strval } from "../strval.ts";
import {
  bool,
  dict,
  emptyMap,
  getEntry,
  type MapValue,
  mapKey,
  NIL,
  setEntry,
  slice,
  string,
  strings,
  typeOf,
  type Value,
} from "../value.ts";
import { deepCopy } from "./deep-copy.ts";
import { mergeInto } from "./merge.ts";

/** Sprig's functions on dictionaries, which are `map[string]interface {}` and shared by reference. */
export const DICTS: FunctionMap = new Map<string, GoFunction>([
  ["dict", variadic(ANY, (items, { meter }) => createDict(items, meter))],
  ["get", fn2(DICT, STRING, (map, key) => getEntry(map, key) ?? string(""))],
  ["set", fn3(DICT, STRING, ANY, set)],
  ["unset", fn2(DICT, STRING, unset)],
  ["hasKey", fn2(DICT, STRING, (map, key) => bool(getEntry(map, key) !== undefined))],
  ["pluck", variadic1(STRING, DICT, (key, maps) => slice(maps.flatMap((map) => getEntry(map, key) ?? [])))],
  ["keys", variadic(DICT, (maps) => strings(maps.flatMap(keysOf)))],
  ["values", fn1(DICT, (map) => slice([...map.entries.values()].map(({ value }) => value)))],
  ["pick", variadic1(DICT, STRING, (map, keys) => filter(map, (key) => keys.includes(key)))],
  ["omit", variadic1(DICT, STRING, (map, keys) => filter(map, (key) => !keys.includes(key)))],
  ["dig", variadic(ANY, dig)],
  ["merge", variadic1(DICT, DICT, (target, sources, { meter }) => merge(target, sources, false, meter))],
  ["mustMerge", variadic1(DICT, DICT, (target, sources, { meter }) => merge(target, sources, false, meter))],
  ["mergeOverwrite", variadic1(DICT, DICT, (target, sources, { meter }) => merge(target, sources, true, meter))],
  ["mustMergeOverwrite", variadic1(DICT, DICT, (target, sources, { meter }) => merge(target, sources, true, meter))],
  ["deepCopy", fn1(ANY, (value, { meter }) => copyOf(value, meter))],
  ["mustDeepCopy", fn1(ANY, (value, { meter }) => copyOf(value, meter))],
]);

function copyOf(value: Value, meter: Meter): Value {
  if (value.tag === "nil") throw new GoFailure("there is nothing to copy: the value is nil");
  return deepCopy(value, meter);
}

function createDict(items: readonly Value[], meter: Meter): MapValue {
  const map = emptyMap();
  for (let index = 0; index < items.length; index += 2) {
    setEntry(map, string(strval(items[index] ?? NIL, meter)), items[index + 1] ?? string(""));
  }
  return map;
}

function set(map: MapValue, key: GoString, value: Value): Value {
  if (map.isNil) throw new GoFailure("assignment to entry in nil map: the dictionary does not exist");
  setEntry(map, string(key), value);
  return map;
}

function unset(map: MapValue, key: GoString): Value {
  const found = mapKey(string(key));
  if (found !== undefined) map.entries.delete(found);
  return map;
}

function keysOf(map: MapValue): GoString[] {
  return [...map.entries.values()].map(({ key }) => (key.tag === "string" ? key.value : ""));
}

function filter(map: MapValue, keeps: (key: GoString) => boolean): MapValue {
  return dict(
    keysOf(map)
      .filter(keeps)
      .map((key) => [key, getEntry(map, key) ?? NIL] as const),
  );
}

function dig(args: readonly Value[]): Value {
  if (args.length < 3) throw new GoFailure("dig needs at least three arguments");
  const keys = args.slice(0, -2);
  const fallback = args.at(-2) ?? NIL;
  let current = args.at(-1) ?? NIL;
  const names = keys.map((key) => {
    if (key.tag !== "string") throw conversion(key, "string");
    return key.value;
  });
  for (const name of names) {
    if (current.tag !== "map" || current.type.name !== DICT.type.name) throw conversion(current, DICT.type.name);
    const next = getEntry(current, name);
    if (next === undefined) return fallback;
    current = next;
  }
  return current;
}

function conversion(value: Value, wanted: string): GoFailure {
  return new GoFailure(`interface conversion: interface {} is ${typeOf(value)?.name ?? "nil"}, not ${wanted}`);
}

function merge(target: MapValue, sources: readonly MapValue[], overwrite: boolean, meter: Meter): Value {
  for (const source of sources) mergeInto(target, source, overwrite, meter);
  return target;
}
