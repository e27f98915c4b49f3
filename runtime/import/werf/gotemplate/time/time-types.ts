import { fn0, fn1, type GoFunction, namedInt } from "../function.ts";
import type { GoString } from "../go-string.ts";
import type { GoType } from "../type.ts";
import { float, type IntValue, int, int64, integer, string } from "../value.ts";
import { formatDuration, HOUR, MINUTE, roundDuration, SECOND } from "./duration.ts";
import { DAYS, MONTHS } from "./layout.ts";

export const DURATION: GoType = {
  name: "time.Duration",
  kind: "int64",
  text: formatDuration,
  methods: durationMethods,
};
export const MONTH: GoType = { name: "time.Month", kind: "int", text: monthName, methods: nameMethods(monthName) };
export const WEEKDAY: GoType = { name: "time.Weekday", kind: "int", text: dayName, methods: nameMethods(dayName) };

export function duration(nanoseconds: bigint): IntValue {
  return integer(DURATION, nanoseconds);
}

function monthName(month: bigint): GoString {
  return MONTHS[Number(month) - 1] ?? `%!Month(${month})`;
}

function dayName(day: bigint): GoString {
  return DAYS[Number(day)] ?? `%!Weekday(${day})`;
}

function nameMethods(name: (value: bigint) => GoString) {
  return (value: bigint) => new Map([["String", fn0(() => string(name(value)))]]);
}

function durationMethods(value: bigint): ReadonlyMap<GoString, GoFunction> {
  const inUnits = (unit: bigint) => fn0(() => float(Number(value / unit) + Number(value % unit) / Number(unit)));
  const whole = (unit: bigint) => fn0(() => int64(value / unit));
  return new Map([
    ["String", fn0(() => string(formatDuration(value)))],
    ["Hours", inUnits(HOUR)],
    ["Minutes", inUnits(MINUTE)],
    ["Seconds", inUnits(SECOND)],
    ["Milliseconds", whole(1_000_000n)],
    ["Microseconds", whole(1000n)],
    ["Nanoseconds", whole(1n)],
    ["Abs", fn0(() => duration(value < 0n ? -value : value))],
    ["Round", fn1(namedInt(DURATION), (unit) => duration(roundDuration(value, unit.value)))],
    ["Truncate", fn1(namedInt(DURATION), (unit) => duration(unit.value <= 0n ? value : value - (value % unit.value)))],
  ]);
}

export function month(number: number): IntValue {
  return integer(MONTH, BigInt(number));
}

export function weekday(number: number): IntValue {
  return { ...int(number), type: WEEKDAY };
}
