import { toInt64 } from "../cast.ts";
import { deepEqual } from "../deep-equal.ts";
import { GoFailure } from "../failure.ts";
import { ANY, type FunctionMap, fn1, fn2, type GoFunction, INT, variadic, variadic1 } from "../function.ts";
import type { Meter } from "../meter.ts";
import { isEmpty, isNothing } from "../strval.ts";
import { LIST, sliceOf } from "../type.ts";
import { bool, kindOf, NIL, nilSlice, type SliceValue, slice, type Value } from "../value.ts";

const both = (name: string, must: string, fn: GoFunction): [string, GoFunction][] => [
  [name, fn],
  [must, fn],
];

/** Sprig's functions on lists. Those of typed lists, such as that of `until`, give lists of `interface {}`. */
export const LISTS: FunctionMap = new Map<string, GoFunction>([
  ["list", variadic(ANY, (items) => slice(items))],
  ["tuple", variadic(ANY, (items) => slice(items))],
  ...both(
    "first",
    "mustFirst",
    fn1(ANY, (list) => itemsOf(list, "find first on").at(0) ?? NIL),
  ),
  ...both(
    "last",
    "mustLast",
    fn1(ANY, (list) => itemsOf(list, "find last on").at(-1) ?? NIL),
  ),
  ...both(
    "rest",
    "mustRest",
    fn1(ANY, (list) => unlessEmpty(itemsOf(list, "find rest on"), (items) => items.slice(1))),
  ),
  ...both(
    "initial",
    "mustInitial",
    fn1(ANY, (list) => unlessEmpty(itemsOf(list, "find initial on"), (items) => items.slice(0, -1))),
  ),
  ...both(
    "append",
    "mustAppend",
    fn2(ANY, ANY, (list, item) => slice([...itemsOf(list, "push on"), item])),
  ),
  ...both(
    "push",
    "mustPush",
    fn2(ANY, ANY, (list, item) => slice([...itemsOf(list, "push on"), item])),
  ),
  ...both(
    "prepend",
    "mustPrepend",
    fn2(ANY, ANY, (list, item) => slice([item, ...itemsOf(list, "prepend on")])),
  ),
  ...both(
    "reverse",
    "mustReverse",
    fn1(ANY, (list) => slice([...itemsOf(list, "find reverse on")].reverse())),
  ),
  ...both(
    "compact",
    "mustCompact",
    fn1(ANY, (list) => slice(itemsOf(list, "compact on").filter((item) => !isEmpty(item)))),
  ),
  ...both(
    "uniq",
    "mustUniq",
    fn1(ANY, (list, { meter }) => slice(unique(itemsOf(list, "find uniq on"), meter))),
  ),
  ...both(
    "without",
    "mustWithout",
    variadic1(ANY, ANY, (list, omitted, { meter }) =>
      slice(itemsOf(list, "find without on").filter((item) => !isIn(omitted, item, meter))),
    ),
  ),
  ...both(
    "has",
    "mustHas",
    fn2(ANY, ANY, (item, list, { meter }) => bool(!isNothing(list) && isIn(itemsOf(list, "find has on"), item, meter))),
  ),
  ...both("slice", "mustSlice", variadic1(ANY, ANY, part)),
  ...both(
    "chunk",
    "mustChunk",
    fn2(INT, ANY, (size, list) => chunk(size, itemsOf(list, "chunk"))),
  ),
  ["concat", variadic(ANY, (lists, { meter }) => concat(lists, meter))],
]);

function itemsOf(list: Value, action: string): Value[] {
  if (list.tag === "slice") return list.items;
  if (isNothing(list))
    throw new GoFailure("runtime error: invalid memory address or nil pointer dereference: the list is nil");
  throw new GoFailure(`Cannot ${action} type ${kindOf(list)}`);
}

function unlessEmpty(items: Value[], take: (items: Value[]) => Value[]): SliceValue {
  return items.length === 0 ? nilSlice(LIST) : slice(take(items));
}

function unique(items: readonly Value[], meter: Meter): Value[] {
  const found: Value[] = [];
  for (const item of items) {
    if (!isIn(found, item, meter)) found.push(item);
  }
  return found;
}

function isIn(items: readonly Value[], wanted: Value, meter: Meter): boolean {
  return items.some((item) => deepEqual(item, wanted, meter));
}

function part(list: Value, indexes: readonly Value[]): Value {
  if (list.tag !== "slice") {
    throw new GoFailure(`list should be type of slice or array but ${kindOf(list)}`);
  }
  const { length } = list.items;
  if (length === 0) return NIL;
  const [first, second] = indexes;
  const start = first === undefined ? 0n : toInt64(first);
  const end = second === undefined ? BigInt(length) : toInt64(second);
  if (start < 0n || end < start || end > length) {
    throw new GoFailure(`slice bounds out of range [${start}:${end}] of a list of ${length}`);
  }
  return slice(list.items.slice(Number(start), Number(end)), list.type);
}

function chunk(size: number, items: readonly Value[]): SliceValue {
  const count = Math.floor((items.length - 1) / size) + 1;
  if (count === 0) return slice([], sliceOf(LIST));
  if (size <= 0) throw new GoFailure(`the size of a chunk is ${size}`);
  const chunks: Value[] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(slice(items.slice(at, at + size)));
  return slice(chunks, sliceOf(LIST));
}

function concat(lists: readonly Value[], meter: Meter): SliceValue {
  const items: Value[] = [];
  for (const list of lists) {
    if (list.tag !== "slice") throw new GoFailure(`Cannot concat type ${kindOf(list)} as list`);
    meter.reserve((items.length + list.items.length) * 64);
    for (const item of list.items) items.push(item);
  }
  return items.length === 0 ? nilSlice(LIST) : slice(items);
}
