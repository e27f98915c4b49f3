import { equalScalars } from "../deep-equal.ts";
import { GoFailure } from "../failure.ts";
import { type FunctionMap, fn2, type GoFunction, REFLECT, variadic1 } from "../function.ts";
import { bool, typeOf, type Value } from "../value.ts";

/** `eq`, `lt` and the like: only values of one basic kind can be compared, integers of all widths among them. */
export const COMPARISONS: FunctionMap = new Map<string, GoFunction>([
  ["eq", variadic1(REFLECT, REFLECT, (first, others) => bool(isAnyEqual(first, others)))],
  ["ne", fn2(REFLECT, REFLECT, (a, b) => bool(!isEqual(a, b)))],
  ["lt", fn2(REFLECT, REFLECT, (a, b) => bool(isLess(a, b)))],
  ["le", fn2(REFLECT, REFLECT, (a, b) => bool(isLessOrEqual(a, b)))],
  ["gt", fn2(REFLECT, REFLECT, (a, b) => bool(!isLessOrEqual(a, b)))],
  ["ge", fn2(REFLECT, REFLECT, (a, b) => bool(!isLess(a, b)))],
]);

function isAnyEqual(first: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new GoFailure("missing argument for comparison");
  return others.some((other) => isEqual(first, other));
}

function isEqual(a: Value, b: Value): boolean {
  if (a.tag === "invalid" || b.tag === "invalid") return isNil(a) && isNil(b);
  if (a.tag !== b.tag) throw incompatible(a, b);
  if (a.tag === "slice" || a.tag === "map") {
    if (isNil(a) || isNil(b)) return isNil(a) && isNil(b);
    throw new GoFailure(`non-comparable type ${typeOf(a)?.name}`);
  }
  return equalScalars(a, b);
}

function isNil(value: Value): boolean {
  return value.tag === "invalid" || ((value.tag === "slice" || value.tag === "map") && value.isNil);
}

function isLessOrEqual(a: Value, b: Value): boolean {
  return isLess(a, b) || isEqual(a, b);
}

function isLess(a: Value, b: Value): boolean {
  const isOrdered = (value: Value) => value.tag === "int" || value.tag === "float" || value.tag === "string";
  if (!isBasic(a) || !isBasic(b)) throw new GoFailure("invalid type for comparison");
  if (a.tag !== b.tag) throw incompatible(a, b);
  if (!isOrdered(a)) throw new GoFailure("invalid type for comparison");
  if (a.tag === "int" && b.tag === "int") return a.value < b.value;
  if (a.tag === "float" && b.tag === "float") return a.value < b.value;
  return a.tag === "string" && b.tag === "string" && a.value < b.value;
}

function isBasic(value: Value): boolean {
  const { tag } = value;
  return tag === "bool" || tag === "int" || tag === "float" || tag === "complex" || tag === "string";
}

function incompatible(a: Value, b: Value): GoFailure {
  return new GoFailure(`incompatible types for comparison: ${typeOf(a)?.name} and ${typeOf(b)?.name}`);
}
