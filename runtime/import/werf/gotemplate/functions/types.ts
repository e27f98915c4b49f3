import { toFloat64, toInt64, toInt64Saturating } from "../cast.ts";
import { deepEqual } from "../deep-equal.ts";
import { parseInt64 } from "../fmt/parse-number.ts";
import { show } from "../fmt/print.ts";
import { ANY, type FunctionMap, fn1, fn2, type GoFunction, STRING } from "../function.ts";
import type { GoString } from "../go-string.ts";
import { bool, float, int, int64, kindOf, string, typeOf, type Value } from "../value.ts";

/** Sprig's functions on kinds and types, and its conversions between numbers and texts. */
export const TYPES: FunctionMap = new Map<string, GoFunction>([
  ["int", fn1(ANY, (value) => int(toInt64(value)))],
  ["int64", fn1(ANY, (value) => int64(toInt64(value)))],
  ["float64", fn1(ANY, (value) => float(toFloat64(value)))],
  ["atoi", fn1(STRING, (text) => int(toInt64Saturating(text)))],
  ["toDecimal", fn1(ANY, (value, { meter }) => int64(parseInt64(show(value, meter), 8) ?? 0n))],
  ["typeOf", fn1(ANY, (value) => string(typeName(value)))],
  ["typeIs", fn2(STRING, ANY, (wanted, value) => bool(typeName(value) === wanted))],
  ["typeIsLike", fn2(STRING, ANY, (wanted, value) => bool([wanted, `*${wanted}`].includes(typeName(value))))],
  ["kindOf", fn1(ANY, (value) => string(kindOf(value)))],
  ["kindIs", fn2(STRING, ANY, (wanted, value) => bool(kindOf(value) === wanted))],
  ["deepEqual", fn2(ANY, ANY, (a, b, { meter }) => bool(deepEqual(a, b, meter)))],
]);

function typeName(value: Value): GoString {
  return typeOf(value)?.name ?? "<nil>";
}
