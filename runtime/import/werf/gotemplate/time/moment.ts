import { GoFailure } from "../failure.ts";
import type { GoString } from "../go-string.ts";
import { formatTime } from "./format-time.ts";
import type { Zone } from "./zone.ts";

const SECONDS_PER_DAY = 86_400;
const NANOS_PER_SECOND = 1_000_000_000n;

/** Seconds since 1970 at the start of the year 1, which is Go's zero time. */
export const ZERO_TIME = -62_135_596_800;

// Beyond these Number and Go's own calendar lose precision; no template means such a time.
const MOST_SECONDS = 1e13;

/** What calendar and clock show. */
export interface Calendar {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** From 1. */
  readonly yearDay: number;
  readonly offset: number;
  readonly abbreviation: GoString;
}

/** A moment as someone in a zone sees it: Go's `time.Time`. */
export interface Moment {
  readonly seconds: number;
  readonly nanos: number;
  readonly zone: Zone;
  readonly calendar: Calendar;
  toString(): GoString;
}

export function createMoment(seconds: number, nanos: number, zone: Zone): Moment {
  if (!(Math.abs(seconds) <= MOST_SECONDS)) throw new GoFailure("time is out of range");
  let calendar: Calendar | undefined;
  const moment: Moment = {
    seconds,
    nanos,
    zone,
    get calendar() {
      calendar ??= calendarAt(seconds, zone);
      return calendar;
    },
    toString: () => formatTime(moment, "2006-01-02 15:04:05.999999999 -0700 MST"),
  };
  return moment;
}

export function inZone(moment: Moment, zone: Zone): Moment {
  return createMoment(moment.seconds, moment.nanos, zone);
}

/** The moment so many nanoseconds later. */
export function later(moment: Moment, nanoseconds: bigint): Moment {
  return fromNanos(toNanos(moment) + nanoseconds, moment.zone);
}

export function toNanos(moment: Moment): bigint {
  return BigInt(moment.seconds) * NANOS_PER_SECOND + BigInt(moment.nanos);
}

export function fromNanos(nanoseconds: bigint, zone: Zone): Moment {
  const nanos = ((nanoseconds % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  return createMoment(Number((nanoseconds - nanos) / NANOS_PER_SECOND), Number(nanos), zone);
}

function calendarAt(unixSeconds: number, zone: Zone): Calendar {
  const { offset, abbreviation } = zone.at(unixSeconds);
  const local = unixSeconds + offset;
  const days = Math.floor(local / SECONDS_PER_DAY);
  const clock = local - days * SECONDS_PER_DAY;
  const { year, month, day } = dateOf(days);
  return {
    year,
    month,
    day,
    hour: Math.floor(clock / 3600),
    minute: Math.floor(clock / 60) % 60,
    second: clock % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearDay: days - daysOf(year, 1, 1) + 1,
    offset,
    abbreviation,
  };
}

/** Seconds since 1970 of a date and time in UTC; months and days may lie outside of their range, as in Go. */
export function secondsOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  return daysOf(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
}

/** The moment when clocks in a zone show a date and time. */
export function momentOf(local: number, nanos: number, zone: Zone): Moment {
  const guess = zone.at(local).offset;
  const seconds = local - zone.at(local - guess).offset;
  return createMoment(seconds, nanos, zone);
}

/** Days since 1970 of a date: years are counted from March, so that leap days come last. */
function daysOf(year: number, month: number, day: number): number {
  const months = month - 1;
  const wholeYear = year + Math.floor(months / 12);
  const monthIndex = months - Math.floor(months / 12) * 12;
  const shifted = monthIndex < 2 ? wholeYear - 1 : wholeYear;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((monthIndex + 10) % 12) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function dateOf(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const index = Math.floor((5 * dayOfYear + 2) / 153);
  const month = index < 10 ? index + 3 : index - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * index + 2) / 5) + 1 };
}

/** How many days a month has. */
export function daysIn(year: number, month: number): number {
  return daysOf(year, month + 1, 1) - daysOf(year, month, 1);
}
