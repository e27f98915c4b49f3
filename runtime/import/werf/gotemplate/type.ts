import type { GoFunction } from "./function.ts";
import type { GoString } from "./go-string.ts";

/** The kinds of Go's `reflect` that values of templates can have. */
export type GoKind =
  | "invalid"
  | "bool"
  | "int"
  | "int32"
  | "int64"
  | "uint8"
  | "uint32"
  | "uint64"
  | "float64"
  | "complex128"
  | "string"
  | "slice"
  | "map"
  | "interface"
  | "struct"
  | "ptr";

/** A Go type; two are the same when their names are. */
export interface GoType {
  readonly name: string;
  readonly kind: GoKind;
  /** Of slices and maps. */
  readonly elem?: GoType;
  /** Of maps. */
  readonly key?: GoType;
  /** Of named integers: how a value prints, such as a duration or a month. */
  readonly text?: (value: bigint) => GoString;
  /** Of named integers: the methods of a value. */
  readonly methods?: (value: bigint) => ReadonlyMap<GoString, GoFunction>;
}

const simple = (name: string, kind: GoKind): GoType => ({ name, kind });

export const BOOL = simple("bool", "bool");
export const INT = simple("int", "int");
export const INT64 = simple("int64", "int64");
export const UINT8 = simple("uint8", "uint8");
export const UINT32 = simple("uint32", "uint32");
export const UINT64 = simple("uint64", "uint64");
export const FLOAT64 = simple("float64", "float64");
export const COMPLEX128 = simple("complex128", "complex128");
export const STRING = simple("string", "string");
export const INTERFACE = simple("interface {}", "interface");
/** Of parameters that take whatever there is, the absence of a value included; Go's `reflect.Value`. */
export const REFLECT_VALUE = simple("reflect.Value", "struct");

export const LIST = sliceOf(INTERFACE);
export const STRINGS = sliceOf(STRING);
export const INTS = sliceOf(INT);
/** `map[string]interface {}`, what `dict` makes. */
export const DICT = mapOf(STRING, INTERFACE);
export const STRING_MAP = mapOf(STRING, STRING);
/** `map[interface {}]interface {}`, what YAML has below its top. */
export const ANY_MAP = mapOf(INTERFACE, INTERFACE);

export function sliceOf(elem: GoType): GoType {
  return { name: `[]${elem.name}`, kind: "slice", elem };
}

export function mapOf(key: GoType, elem: GoType): GoType {
  return { name: `map[${key.name}]${elem.name}`, kind: "map", key, elem };
}

export function isSameType(a: GoType, b: GoType): boolean {
  return a === b || a.name === b.name;
}

export function isIntKind(kind: GoKind): boolean {
  return kind === "int" || kind === "int32" || kind === "int64" || isUintKind(kind);
}

export function isUintKind(kind: GoKind): boolean {
  return kind === "uint8" || kind === "uint32" || kind === "uint64";
}

/** Whether Go allows nil in a variable of the type. */
export function canBeNil(type: GoType): boolean {
  const { kind } = type;
  return kind === "interface" || kind === "map" || kind === "slice" || kind === "ptr" || type === REFLECT_VALUE;
}
