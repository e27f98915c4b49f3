import { GoFailure } from "../failure.ts";
import { sprint, sprintln } from "../fmt/print.ts";
import { sprintf } from "../fmt/printf.ts";
import { ANY, type FunctionMap, fn1, type GoFunction, REFLECT, STRING, variadic, variadic1 } from "../function.ts";
import type { GoString } from "../go-string.ts";
import { INTERFACE, REFLECT_VALUE, UINT8 } from "../type.ts";
import { bool, INVALID, int, integer, isTrue, mapKey, string, typeOf, type Value, zeroOf } from "../value.ts";
import { escapeHtml, escapeJs, escapeQuery } from "./escape.ts";

/** The functions that Go's text/template has of its own, except comparisons; `slice` is hidden by sprig's. */
export const BUILTINS: FunctionMap = new Map<string, GoFunction>([
  ["and", lazy("and")],
  ["or", lazy("or")],
  ["not", fn1(REFLECT, (value) => bool(!isTrue(value)))],
  ["call", variadic1(REFLECT, REFLECT, (callee) => refuseCall(callee))],
  ["index", variadic1(REFLECT, REFLECT, (item, indexes) => indexes.reduce(element, refuseNil(item)))],
  ["len", fn1(REFLECT, length)],
  ["print", variadic(ANY, (values, { meter }) => string(sprint(values, meter)))],
  ["println", variadic(ANY, (values, { meter }) => string(sprintln(values, meter)))],
  ["printf", variadic1(STRING, ANY, (format, values, { meter }) => string(sprintf(format, values, meter)))],
  ["html", escaping(escapeHtml)],
  ["js", escaping(escapeJs)],
  ["urlquery", escaping(escapeQuery)],
]);

function lazy(shortCircuit: "and" | "or"): GoFunction {
  return { params: [REFLECT_VALUE], rest: REFLECT_VALUE, shortCircuit, call: () => INVALID };
}

function escaping(change: (text: GoString) => GoString): GoFunction {
  return variadic(ANY, (values, { meter }) => {
    const [only] = values;
    const text = values.length === 1 && only?.tag === "string" ? only.value : sprint(values.map(forPrinting), meter);
    meter.reserve(text.length * 6);
    return string(change(text));
  });
}

function forPrinting(value: Value): Value {
  return value.tag === "nil" || value.tag === "invalid" ? string("<no value>") : value;
}

function refuseCall(callee: Value): Value {
  if (callee.tag === "invalid") throw new GoFailure("call of nil");
  throw new GoFailure(`non-function of type ${typeOf(callee)?.name}`);
}

function refuseNil(item: Value): Value {
  if (item.tag === "invalid") throw new GoFailure("index of untyped nil");
  return item;
}

function element(item: Value, index: Value): Value {
  switch (item.tag) {
    case "nil":
      throw new GoFailure("index of nil pointer");
    case "slice":
      return item.items[position(index, item.items.length)] ?? INVALID;
    case "string":
      return integer(UINT8, BigInt(item.value.charCodeAt(position(index, item.value.length))));
    case "map":
      return mapElement(item, index);
    default:
      throw new GoFailure(`can't index item of type ${typeOf(item)?.name}`);
  }
}

function position(index: Value, length: number): number {
  if (index.tag === "invalid") throw new GoFailure("cannot index slice/array with nil");
  if (index.tag !== "int") throw new GoFailure(`cannot index slice/array with type ${typeOf(index)?.name}`);
  if (index.value < 0n || index.value >= length) {
    throw new GoFailure(`index out of range: ${index.value} in a list or text of length ${length}`);
  }
  return Number(index.value);
}

function mapElement(map: Extract<Value, { tag: "map" }>, index: Value): Value {
  const wanted = map.type.key ?? INTERFACE;
  const actual = typeOf(index);
  if (actual === undefined && wanted.kind !== "interface") {
    throw new GoFailure(`value is nil; should be of type ${wanted.name}`);
  }
  if (wanted.kind !== "interface" && actual?.name !== wanted.name) {
    throw new GoFailure(`value has type ${actual?.name}; should be ${wanted.name}`);
  }
  const key = mapKey(index);
  if (key === undefined) throw new GoFailure(`runtime error: hash of unhashable type ${actual?.name}`);
  return map.entries.get(key)?.value ?? zeroOf(map.type.elem ?? INTERFACE);
}

function length(value: Value): Value {
  switch (value.tag) {
    case "string":
      return int(value.value.length);
    case "slice":
      return int(value.items.length);
    case "map":
      return int(value.entries.size);
    case "invalid":
      throw new GoFailure("len of nil: the value does not exist");
    default:
      throw new GoFailure(`len of type ${typeOf(value)?.name}`);
  }
}
