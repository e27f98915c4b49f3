import { toFloat64, toInt64 } from "../cast.ts";
import { add, type Decimal, divide, fromFloat, multiply, subtract, toFloat } from "../decimal.ts";
import { GoFailure } from "../failure.ts";
import {
  ANY,
  FLOAT,
  type FunctionMap,
  fn0,
  fn1,
  fn2,
  fn3,
  type GoFunction,
  INT,
  variadic,
  variadic1,
  variadic2,
} from "../function.ts";
import type { Meter } from "../meter.ts";
import { INTS } from "../type.ts";
import { float, int, int64, slice, string, type Value } from "../value.ts";

/** Sprig's arithmetic: integers are 64 bits wide and wrap around, floats are computed as decimals. */
export const MATH: FunctionMap = new Map<string, GoFunction>([
  ["add", variadic(ANY, (values) => int64(sum(values)))],
  ["add1", fn1(ANY, (value) => int64(wrap(toInt64(value) + 1n)))],
  ["sub", fn2(ANY, ANY, (a, b) => int64(wrap(toInt64(a) - toInt64(b))))],
  [
    "mul",
    variadic1(ANY, ANY, (first, others) =>
      int64(others.reduce((product, value) => wrap(product * toInt64(value)), toInt64(first))),
    ),
  ],
  ["div", fn2(ANY, ANY, (a, b) => int64(wrap(toInt64(a) / divisor(b))))],
  ["mod", fn2(ANY, ANY, (a, b) => int64(toInt64(a) % divisor(b)))],
  ["max", variadic1(ANY, ANY, (first, others) => int64(largest([first, ...others], 1n)))],
  ["biggest", variadic1(ANY, ANY, (first, others) => int64(largest([first, ...others], 1n)))],
  ["min", variadic1(ANY, ANY, (first, others) => int64(largest([first, ...others], -1n)))],
  ["maxf", variadic1(ANY, ANY, (first, others) => float(Math.max(toFloat64(first), ...others.map(toFloat64))))],
  ["minf", variadic1(ANY, ANY, (first, others) => float(Math.min(toFloat64(first), ...others.map(toFloat64))))],
  ["addf", variadic(ANY, (values) => float(onDecimals({ coefficient: 0n, exponent: 0 }, values, add)))],
  ["add1f", fn1(ANY, (value) => float(onDecimals(decimal(value), [int(1)], add)))],
  ["subf", variadic1(ANY, ANY, (first, others) => float(onDecimals(decimal(first), others, subtract)))],
  ["mulf", variadic1(ANY, ANY, (first, others) => float(onDecimals(decimal(first), others, multiply)))],
  ["divf", variadic1(ANY, ANY, (first, others) => float(onDecimals(decimal(first), others, divide)))],
  ["floor", fn1(ANY, (value) => float(Math.floor(toFloat64(value))))],
  ["ceil", fn1(ANY, (value) => float(Math.ceil(toFloat64(value))))],
  [
    "round",
    variadic2(ANY, INT, FLOAT, (value, places, [border]) => float(round(toFloat64(value), places, border ?? 0.5))),
  ],
  ["until", fn1(INT, (count, { meter }) => slice(range(0, count, count < 0 ? -1 : 1, meter), INTS))],
  ["untilStep", fn3(INT, INT, INT, (start, stop, step, { meter }) => slice(range(start, stop, step, meter), INTS))],
  ["seq", variadic(INT, (params, { meter }) => string(sequence(params, meter)))],
  ["hello", fn0(() => string("Hello!"))],
]);

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function sum(values: readonly Value[]): bigint {
  return values.reduce((total, value) => wrap(total + toInt64(value)), 0n);
}

/** The largest number, or with a `sign` of -1 the smallest. */
function largest(values: readonly Value[], sign: 1n | -1n): bigint {
  const numbers = values.map((value) => sign * toInt64(value)).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  return sign * (numbers[0] ?? 0n);
}

function divisor(value: Value): bigint {
  const number = toInt64(value);
  if (number === 0n) throw new GoFailure("runtime error: integer divide by zero");
  return number;
}

function decimal(value: Value): Decimal {
  return fromFloat(toFloat64(value));
}

function onDecimals(first: Decimal, others: readonly Value[], operate: (a: Decimal, b: Decimal) => Decimal): number {
  let result = first;
  for (const other of others) {
    result = operate(result, decimal(other));
    // Each multiplication adds its digits; so many mean a loop, and no float has them.
    if (result.coefficient > LARGEST || result.coefficient < -LARGEST) throw new GoFailure("number is too large");
  }
  return toFloat(result);
}

const LARGEST = 10n ** 5000n;

/** Sprig's rounding, which takes the fraction of a negative number for less than any border. */
function round(value: number, places: number, border: number): number {
  const power = 10 ** places;
  const digit = power * value;
  const fraction = digit % 1;
  return (fraction >= border ? Math.ceil(digit) : Math.floor(digit)) / power;
}

function range(start: number, stop: number, step: number, meter: Meter): Value[] {
  const isForward = stop >= start;
  if (isForward ? step <= 0 : step >= 0) return [];
  meter.reserve(Math.ceil((stop - start) / step) * 64);
  const numbers: Value[] = [];
  for (let value = start; isForward ? value < stop : value > stop; value += step) numbers.push(int(value));
  return numbers;
}

function sequence(params: readonly number[], meter: Meter): string {
  const [first = 0, second = 0, third = 0] = params;
  const numbers = sequenceNumbers(params.length, first, second, third, meter);
  return numbers.map((value) => (value.tag === "int" ? String(value.value) : "")).join(" ");
}

function sequenceNumbers(count: number, first: number, second: number, third: number, meter: Meter): Value[] {
  if (count === 1) {
    const step = first < 1 ? -1 : 1;
    return range(1, first + step, step, meter);
  }
  if (count === 2) {
    const step = second < first ? -1 : 1;
    return range(first, second + step, step, meter);
  }
  if (count !== 3 || (third < first && second > 0)) return [];
  return range(first, third + (third < first ? -1 : 1), second, meter);
}
