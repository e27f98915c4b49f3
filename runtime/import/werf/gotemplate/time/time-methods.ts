import { fn0, fn1, fn3, type GoFunction, INT, namedInt, STRING, TIME } from "../function.ts";
import type { GoString } from "../go-string.ts";
import { bool, int, int64, string, time } from "../value.ts";
import { formatTime } from "./format-time.ts";
import { fromNanos, inZone, later, type Moment, momentOf, secondsOf, toNanos, ZERO_TIME } from "./moment.ts";
import { DURATION, duration, month, weekday } from "./time-types.ts";
import { UTC } from "./zone.ts";

/** The methods of Go's `time.Time` that a template can call: those that give one value. */
const METHODS: Readonly<Record<string, (moment: Moment) => GoFunction>> = {
  Year: (moment) => fn0(() => int(moment.calendar.year)),
  Month: (moment) => fn0(() => month(moment.calendar.month)),
  Day: (moment) => fn0(() => int(moment.calendar.day)),
  Weekday: (moment) => fn0(() => weekday(moment.calendar.weekday)),
  YearDay: (moment) => fn0(() => int(moment.calendar.yearDay)),
  Hour: (moment) => fn0(() => int(moment.calendar.hour)),
  Minute: (moment) => fn0(() => int(moment.calendar.minute)),
  Second: (moment) => fn0(() => int(moment.calendar.second)),
  Nanosecond: (moment) => fn0(() => int(moment.nanos)),
  Unix: (moment) => fn0(() => int64(moment.seconds)),
  UnixMilli: (moment) => fn0(() => int64(toNanos(moment) / 1_000_000n)),
  UnixMicro: (moment) => fn0(() => int64(toNanos(moment) / 1000n)),
  UnixNano: (moment) => fn0(() => int64(toNanos(moment))),
  String: (moment) => fn0(() => string(moment.toString())),
  Format: (moment) => fn1(STRING, (layout) => string(formatTime(moment, layout))),
  UTC: (moment) => fn0(() => time(inZone(moment, UTC))),
  IsZero: (moment) => fn0(() => bool(moment.seconds === ZERO_TIME && moment.nanos === 0)),
  Add: (moment) => fn1(namedInt(DURATION), (by) => time(later(moment, by.value))),
  AddDate: (moment) => fn3(INT, INT, INT, (years, months, days) => time(addDate(moment, years, months, days))),
  Sub: (moment) => fn1(TIME, (other) => duration(toNanos(moment) - toNanos(other.time))),
  After: (moment) => fn1(TIME, (other) => bool(toNanos(moment) > toNanos(other.time))),
  Before: (moment) => fn1(TIME, (other) => bool(toNanos(moment) < toNanos(other.time))),
  Equal: (moment) => fn1(TIME, (other) => bool(toNanos(moment) === toNanos(other.time))),
  Truncate: (moment) => fn1(namedInt(DURATION), (unit) => time(truncate(moment, unit.value))),
};

export function timeMethod(moment: Moment, name: GoString): GoFunction | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name]?.(moment) : undefined;
}

function addDate(moment: Moment, years: number, months: number, days: number): Moment {
  const { year, month, day, hour, minute, second } = moment.calendar;
  const local = secondsOf(year + years, month + months, day + days, hour, minute, second);
  return momentOf(local, moment.nanos, moment.zone);
}

/** Counted from the zero time, as Go does. */
function truncate(moment: Moment, unit: bigint): Moment {
  const nanos = toNanos(moment);
  const sinceZero = nanos - BigInt(ZERO_TIME) * 1_000_000_000n;
  return unit <= 0n ? moment : fromNanos(nanos - (sinceZero % unit), moment.zone);
}
