import type { GoString } from "../go-string.ts";
import type { Meter } from "../meter.ts";
import { type GoType, isUintKind } from "../type.ts";
import {
  type MapEntry,
  type MapValue,
  type ObjectValue,
  type SliceValue,
  stringerOf,
  typeOf,
  type Value,
} from "../value.ts";
import { formatBool, formatComplex, formatFloating, formatInteger, formatString } from "./format-scalar.ts";
import { type FormatSpec, PLAIN, pad, truncate } from "./format-spec.ts";
import { createTextBuilder, type TextBuilder } from "./text-builder.ts";

/** A value as `%v` prints it, which is also what an action writes. */
export function show(value: Value, meter: Meter): GoString {
  if (value.tag === "string") return value.value;
  if (value.tag === "int" && value.type.text === undefined) return String(value.value);
  const out = createTextBuilder(meter);
  printArgument(out, value, "v", PLAIN, meter);
  return out.toString();
}

/** Go's `fmt.Sprint`: a space between two arguments of which neither is a string. */
export function sprint(values: readonly Value[], meter: Meter): GoString {
  const out = createTextBuilder(meter);
  let previous: Value | undefined;
  for (const value of values) {
    if (previous !== undefined && previous.tag !== "string" && value.tag !== "string") out.add(" ");
    printArgument(out, value, "v", PLAIN, meter);
    previous = value;
  }
  return out.toString();
}

/** Go's `fmt.Sprintln`: a space between all arguments. */
export function sprintln(values: readonly Value[], meter: Meter): GoString {
  const out = createTextBuilder(meter);
  for (const [index, value] of values.entries()) {
    if (index > 0) out.add(" ");
    printArgument(out, value, "v", PLAIN, meter);
  }
  out.add("\n");
  return out.toString();
}

/** One argument under one verb. */
export function printArgument(
  out: TextBuilder,
  value: Value,
  verb: string,
  spec: FormatSpec,
  meter: Meter,
): TextBuilder {
  if (verb === "T") return out.add(pad(truncate(typeOf(value)?.name ?? "<nil>", spec), spec, meter));
  if (value.tag === "invalid" || value.tag === "nil") {
    return out.add(verb === "v" ? pad("<nil>", spec, meter) : `%!${verb}(<nil>)`);
  }
  return printValue(out, value, verb, spec, meter);
}

function printValue(out: TextBuilder, value: Value, verb: string, spec: FormatSpec, meter: Meter): TextBuilder {
  meter.step();
  const stringer = spec.sharpV || !"vsxXq".includes(verb) ? undefined : stringerOf(value);
  const text =
    stringer === undefined ? printScalar(value, verb, spec, meter) : formatString(stringer(), verb, spec, meter);
  if (text !== undefined) return out.add(text);
  switch (value.tag) {
    case "nil":
    case "invalid":
      return out.add(spec.sharpV ? "interface {}(nil)" : "<nil>");
    case "slice":
      return printSlice(out, value, verb, spec, meter);
    case "map":
      return printMap(out, value, verb, spec, meter);
    case "object":
    case "time":
      return printObject(out, value.tag === "object" ? value : undefined, value, verb, spec, meter);
    default:
      return printBadVerb(out, value, verb, spec, meter);
  }
}

function printScalar(value: Value, verb: string, spec: FormatSpec, meter: Meter): GoString | undefined {
  switch (value.tag) {
    case "bool":
      return formatBool(value.value, verb, spec, meter);
    case "int":
      return formatInteger(value.value, isUintKind(value.type.kind), verb, spec, meter);
    case "float":
      return formatFloating(value.value, verb, spec, meter);
    case "complex":
      return formatComplex(value.re, value.im, verb, spec, meter);
    case "string":
      return formatString(value.value, verb, spec, meter);
    default:
      return undefined;
  }
}

function printBadVerb(out: TextBuilder, value: Value, verb: string, spec: FormatSpec, meter: Meter): TextBuilder {
  out.add(`%!${verb}(${typeOf(value)?.name ?? ""}=`);
  return printValue(out, value, "v", spec, meter).add(")");
}

function printSlice(out: TextBuilder, value: SliceValue, verb: string, spec: FormatSpec, meter: Meter): TextBuilder {
  if (value.type.elem?.kind === "uint8" && "sqxX".includes(verb)) {
    const bytes = value.items
      .map((item) => (item.tag === "int" ? String.fromCharCode(Number(item.value)) : ""))
      .join("");
    return out.add(formatString(bytes, verb, spec, meter) ?? "");
  }
  if (spec.sharpV && value.isNil) return out.add(`${value.type.name}(nil)`);
  out.add(spec.sharpV ? `${value.type.name}{` : "[");
  for (const [index, item] of value.items.entries()) {
    if (index > 0) out.add(spec.sharpV ? ", " : " ");
    printElement(out, item, value.type.elem, verb, spec, meter);
  }
  return out.add(spec.sharpV ? "}" : "]");
}

function printMap(out: TextBuilder, value: MapValue, verb: string, spec: FormatSpec, meter: Meter): TextBuilder {
  if (spec.sharpV && value.isNil) return out.add(`${value.type.name}(nil)`);
  out.add(spec.sharpV ? `${value.type.name}{` : "map[");
  for (const [index, { key, value: item }] of sortedEntries(value, meter).entries()) {
    if (index > 0) out.add(spec.sharpV ? ", " : " ");
    printElement(out, key, value.type.key, verb, spec, meter);
    out.add(":");
    printElement(out, item, value.type.elem, verb, spec, meter);
  }
  return out.add(spec.sharpV ? "}" : "]");
}

function printElement(
  out: TextBuilder,
  value: Value,
  type: GoType | undefined,
  verb: string,
  spec: FormatSpec,
  meter: Meter,
): TextBuilder {
  if (value.tag === "nil" && spec.sharpV) return out.add(`${type?.name ?? "interface {}"}(nil)`);
  return printValue(out, value, verb, spec, meter);
}

function printObject(
  out: TextBuilder,
  object: ObjectValue | undefined,
  value: Value,
  verb: string,
  spec: FormatSpec,
  meter: Meter,
): TextBuilder {
  const type = typeOf(value);
  const isPointer = type?.kind === "ptr";
  const name = isPointer ? type?.name.slice(1) : type?.name;
  out.add(`${isPointer ? "&" : ""}${spec.sharpV ? name : ""}{`);
  for (const [index, [field, item]] of [...(object?.fields ?? [])].entries()) {
    if (index > 0) out.add(spec.sharpV ? ", " : " ");
    if (spec.sharpV || spec.plusV) out.add(`${field}:`);
    printValue(out, item, verb, spec, meter);
  }
  return out.add("}");
}

/** The entries in the order in which Go prints and ranges over a map. */
export function sortedEntries(map: MapValue, meter: Meter): readonly MapEntry[] {
  meter.step(map.entries.size);
  return [...map.entries.values()].sort((a, b) => compareKeys(a.key, b.key));
}

function compareKeys(a: Value, b: Value): number {
  if (a.tag === "string" && b.tag === "string") return order(a.value, b.value);
  if (a.tag === "int" && b.tag === "int") return order(a.value, b.value);
  if (a.tag === "bool" && b.tag === "bool") return order(Number(a.value), Number(b.value));
  if (a.tag === "float" && b.tag === "float") {
    if (Number.isNaN(a.value)) return Number.isNaN(b.value) ? 0 : -1;
    return Number.isNaN(b.value) ? 1 : order(a.value, b.value);
  }
  return KIND_ORDER.indexOf(a.tag) - KIND_ORDER.indexOf(b.tag);
}

// Go leaves the order of keys of different types open, except that nil is first.
const KIND_ORDER: readonly Value["tag"][] = ["nil", "string", "int", "bool", "float"];

function order<T extends string | bigint | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
