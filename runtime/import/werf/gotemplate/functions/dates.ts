import { toInt64Saturating } from "../cast.ts";
import { GoFailure } from "../failure.ts";
import {
  ANY,
  type CallContext,
  type FunctionMap,
  fn0,
  fn1,
  fn2,
  fn3,
  type GoFunction,
  STRING,
  TIME,
} from "../function.ts";
import { type GoString, toText } from "../go-string.ts";
import { formatDuration, HOUR, MINUTE, parseDuration, roundDuration, SECOND } from "../time/duration.ts";
import { formatTime } from "../time/format-time.ts";
import { createMoment, inZone, later, type Moment, toNanos, ZERO_TIME } from "../time/moment.ts";
import { parseTime } from "../time/parse-time.ts";
import { loadZone, UTC, type Zone } from "../time/zone.ts";
import { string, time, type Value } from "../value.ts";

const DATE_ONLY = "2006-01-02";

/** Sprig's dates. The local zone and the clock are the host's. */
export const DATES: FunctionMap = new Map<string, GoFunction>([
  ["now", fn0((context) => time(now(context)))],
  ["date", fn2(STRING, ANY, (layout, when, context) => format(layout, when, localZone(context), context))],
  ["htmlDate", fn1(ANY, (when, context) => format(DATE_ONLY, when, localZone(context), context))],
  [
    "dateInZone",
    fn3(STRING, ANY, STRING, (layout, when, zone, context) => format(layout, when, zoneOf(zone, context), context)),
  ],
  [
    "date_in_zone",
    fn3(STRING, ANY, STRING, (layout, when, zone, context) => format(layout, when, zoneOf(zone, context), context)),
  ],
  [
    "htmlDateInZone",
    fn2(ANY, STRING, (when, zone, context) => format(DATE_ONLY, when, zoneOf(zone, context), context)),
  ],
  [
    "toDate",
    fn2(STRING, STRING, (layout, text, context) =>
      time(orElse(createMoment(ZERO_TIME, 0, UTC), () => parseTime(layout, text, localZone(context)))),
    ),
  ],
  ["mustToDate", fn2(STRING, STRING, (layout, text, context) => time(parseTime(layout, text, localZone(context))))],
  [
    "dateModify",
    fn2(STRING, TIME, (by, when) =>
      time(
        later(
          when.time,
          orElse(0n, () => parseDuration(by)),
        ),
      ),
    ),
  ],
  [
    "date_modify",
    fn2(STRING, TIME, (by, when) =>
      time(
        later(
          when.time,
          orElse(0n, () => parseDuration(by)),
        ),
      ),
    ),
  ],
  ["mustDateModify", fn2(STRING, TIME, (by, when) => time(later(when.time, parseDuration(by))))],
  ["must_date_modify", fn2(STRING, TIME, (by, when) => time(later(when.time, parseDuration(by))))],
  ["unixEpoch", fn1(TIME, (when) => string(String(when.time.seconds)))],
  ["ago", fn1(ANY, (when, context) => string(ago(when, context)))],
  ["duration", fn1(ANY, (seconds) => string(formatDuration(BigInt.asIntN(64, wholeSeconds(seconds) * SECOND))))],
  ["durationRound", fn1(ANY, (value, context) => string(roundedDuration(value, context)))],
]);

function now({ host }: CallContext): Moment {
  if (host.now === undefined) throw new GoFailure("the current time is not available to this template");
  const milliseconds = host.now();
  const seconds = Math.floor(milliseconds / 1000);
  const nanos = Math.round((milliseconds - seconds * 1000) * 1_000_000);
  return createMoment(seconds, Math.min(nanos, 999_999_999), localZone({ host }));
}

function localZone({ host }: Pick<CallContext, "host">): Zone {
  return loadZone(host.timeZone ?? "UTC") ?? UTC;
}

function zoneOf(name: GoString, context: CallContext): Zone {
  return name === "Local" ? localZone(context) : (loadZone(toText(name)) ?? UTC);
}

function format(layout: GoString, when: Value, zone: Zone, context: CallContext): Value {
  return string(formatTime(inZone(momentOf(when, context), zone), layout));
}

/** What sprig takes for a date: a time, or seconds since 1970; anything else is now. */
function momentOf(when: Value, context: CallContext): Moment {
  if (when.tag === "time") return when.time;
  const isSeconds = when.tag === "int" && ["int", "int32", "int64"].includes(when.type.name);
  return isSeconds ? createMoment(Number(when.value), 0, localZone(context)) : now(context);
}

function ago(when: Value, context: CallContext): GoString {
  return formatDuration(roundDuration(toNanos(now(context)) - toNanos(momentOf(when, context)), SECOND));
}

function wholeSeconds(value: Value): bigint {
  if (value.tag === "string") return toInt64Saturating(value.value);
  return value.tag === "int" && value.type.name === "int64" ? value.value : 0n;
}

function roundedDuration(value: Value, context: CallContext): GoString {
  const nanoseconds = durationOf(value, context);
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const units: readonly (readonly [bigint, string])[] = [
    [24n * 365n * HOUR, "y"],
    [24n * 30n * HOUR, "mo"],
    [24n * HOUR, "d"],
    [HOUR, "h"],
    [MINUTE, "m"],
    [SECOND, "s"],
  ];
  for (const [unit, name] of units) {
    if (size > unit) return `${size / unit}${name}`;
  }
  return "0s";
}

function durationOf(value: Value, context: CallContext): bigint {
  if (value.tag === "string") return orElse(0n, () => parseDuration(value.value));
  if (value.tag === "time") return toNanos(now(context)) - toNanos(value.time);
  return value.tag === "int" && value.type.name === "int64" ? value.value : 0n;
}

function orElse<T>(fallback: T, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof GoFailure) return fallback;
    throw error;
  }
}
