import type { GoFunction } from "./function.ts";
import type { GoString } from "./go-string.ts";
import type { Moment } from "./time/moment.ts";
import * as types from "./type.ts";

/** A value of a template, of one of Go's kinds. `tag` tells the shape in JavaScript, `type` the type in Go. */
export type Value =
  | InvalidValue
  | NilValue
  | BoolValue
  | IntValue
  | FloatValue
  | ComplexValue
  | StringValue
  | SliceValue
  | MapValue
  | TimeValue
  | ObjectValue;

/** No value at all, such as a key that a map does not have; it prints as `<no value>`. */
export interface InvalidValue {
  readonly tag: "invalid";
}

/** An `interface{}` that holds nothing, such as the null of JSON inside of a list; it prints as `<nil>`. */
export interface NilValue {
  readonly tag: "nil";
}

export interface BoolValue {
  readonly tag: "bool";
  readonly value: boolean;
}

/** An integer of any width; always within the range of its type. */
export interface IntValue {
  readonly tag: "int";
  readonly type: types.GoType;
  readonly value: bigint;
}

export interface FloatValue {
  readonly tag: "float";
  readonly value: number;
}

export interface ComplexValue {
  readonly tag: "complex";
  readonly re: number;
  readonly im: number;
}

export interface StringValue {
  readonly tag: "string";
  readonly value: GoString;
}

/** A slice. Only `sortAlpha` changes one in place, as it does in Go. */
export interface SliceValue {
  readonly tag: "slice";
  readonly type: types.GoType;
  readonly items: Value[];
  readonly isNil: boolean;
}

/** A map, shared by reference as in Go. Keys are values; the entries are found by {@link mapKey}. */
export interface MapValue {
  readonly tag: "map";
  readonly type: types.GoType;
  readonly entries: Map<string, MapEntry>;
  readonly isNil: boolean;
}

export interface MapEntry {
  readonly key: Value;
  readonly value: Value;
}

/** A `time.Time`. */
export interface TimeValue {
  readonly tag: "time";
  readonly time: Moment;
}

/** A struct, or a pointer to one, with fields and methods; it is equal to itself alone. */
export interface ObjectValue {
  readonly tag: "object";
  readonly type: types.GoType;
  readonly fields: ReadonlyMap<GoString, Value>;
  readonly methods: ReadonlyMap<GoString, GoFunction>;
  /** What its `String()` gives, if it has one. */
  readonly text?: () => GoString;
}

export const INVALID: InvalidValue = { tag: "invalid" };
export const NIL: NilValue = { tag: "nil" };
export const TRUE: BoolValue = { tag: "bool", value: true };
export const FALSE: BoolValue = { tag: "bool", value: false };
export const TIME_TYPE: types.GoType = { name: "time.Time", kind: "struct" };

export const bool = (value: boolean): BoolValue => (value ? TRUE : FALSE);
export const float = (value: number): FloatValue => ({ tag: "float", value });
export const complex = (re: number, im: number): ComplexValue => ({ tag: "complex", re, im });
export const string = (value: GoString): StringValue => ({ tag: "string", value });
export const int = (value: bigint | number): IntValue => integer(types.INT, BigInt(value));
export const int64 = (value: bigint | number): IntValue => integer(types.INT64, BigInt(value));
export const time = (moment: Moment): TimeValue => ({ tag: "time", time: moment });

/** An integer that wraps around at the width of its type, as Go's arithmetic does. */
export function integer(type: types.GoType, value: bigint): IntValue {
  const bits = type.kind === "uint8" ? 8 : type.kind === "int32" || type.kind === "uint32" ? 32 : 64;
  const wrapped = types.isUintKind(type.kind) ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value);
  return { tag: "int", type, value: wrapped };
}

export function slice(items: Value[], type: types.GoType = types.LIST): SliceValue {
  return { tag: "slice", type, items, isNil: false };
}

export function strings(items: readonly GoString[]): SliceValue {
  return slice(items.map(string), types.STRINGS);
}

export function nilSlice(type: types.GoType): SliceValue {
  return { tag: "slice", type, items: [], isNil: true };
}

export function emptyMap(type: types.GoType = types.DICT): MapValue {
  return { tag: "map", type, entries: new Map(), isNil: false };
}

export function nilMap(type: types.GoType): MapValue {
  return { tag: "map", type, entries: new Map(), isNil: true };
}

/** A map from text to values. */
export function dict(entries: Iterable<readonly [GoString, Value]>, type: types.GoType = types.DICT): MapValue {
  const map = emptyMap(type);
  for (const [key, value] of entries) setEntry(map, string(key), value);
  return map;
}

/** What tells two keys apart; undefined for values that Go cannot hash. */
export function mapKey(key: Value): string | undefined {
  switch (key.tag) {
    case "string":
      return `s${key.value}`;
    case "int":
      return `i${key.type.name}:${key.value}`;
    case "float":
      return `f${key.value === 0 ? 0 : key.value}`;
    case "bool":
      return `b${key.value}`;
    case "nil":
    case "invalid":
      return "n";
    case "complex":
      return `c${key.re},${key.im}`;
    default:
      return undefined;
  }
}

export function getEntry(map: MapValue, key: GoString): Value | undefined {
  return map.entries.get(`s${key}`)?.value;
}

/** Sets an entry; keys are of a kind that {@link mapKey} knows. */
export function setEntry(map: MapValue, key: Value, value: Value): void {
  const found = mapKey(key);
  if (found !== undefined) map.entries.set(found, { key, value: value.tag === "invalid" ? NIL : value });
}

export function typeOf(value: Value): types.GoType | undefined {
  switch (value.tag) {
    case "invalid":
    case "nil":
      return undefined;
    case "bool":
      return types.BOOL;
    case "float":
      return types.FLOAT64;
    case "complex":
      return types.COMPLEX128;
    case "string":
      return types.STRING;
    case "time":
      return TIME_TYPE;
    default:
      return value.type;
  }
}

export function kindOf(value: Value): types.GoKind {
  return typeOf(value)?.kind ?? "invalid";
}

/** The zero value of a type, which Go puts in the place of a nil argument or a missing element. */
export function zeroOf(type: types.GoType): Value {
  if (type.kind === "slice") return nilSlice(type);
  if (type.kind === "map") return nilMap(type);
  if (type.kind === "string") return string("");
  if (type.kind === "bool") return FALSE;
  if (type.kind === "float64") return float(0);
  if (types.isIntKind(type.kind)) return integer(type, 0n);
  return type === types.REFLECT_VALUE ? INVALID : NIL;
}

/** Whether `if` takes the value for true. */
export function isTrue(value: Value): boolean {
  switch (value.tag) {
    case "invalid":
    case "nil":
      return false;
    case "bool":
      return value.value;
    case "int":
      return value.value !== 0n;
    case "float":
      return value.value !== 0;
    case "complex":
      return value.re !== 0 || value.im !== 0;
    case "string":
      return value.value.length > 0;
    case "slice":
      return value.items.length > 0;
    case "map":
      return value.entries.size > 0;
    case "time":
    case "object":
      return true;
  }
}

/** The `String()` of a value that prints as a text of its own. */
export function stringerOf(value: Value): (() => GoString) | undefined {
  if (value.tag === "time") return () => value.time.toString();
  if (value.tag === "object") return value.text;
  const text = value.tag === "int" ? value.type.text : undefined;
  return value.tag === "int" && text !== undefined ? () => text(value.value) : undefined;
}
