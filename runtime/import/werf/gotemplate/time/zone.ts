import type { GoString } from "../go-string.ts";

/** A time zone: what the clocks there show at a moment. */
export interface Zone {
  readonly name: string;
  /** Seconds east of Greenwich and the short name, at so many seconds since 1970. */
  readonly at: (unixSeconds: number) => { readonly offset: number; readonly abbreviation: GoString };
}

export const UTC: Zone = { name: "UTC", at: () => ({ offset: 0, abbreviation: "UTC" }) };

/** A zone that is always so many seconds east of Greenwich. */
export function fixedZone(abbreviation: GoString, offset: number): Zone {
  return { name: abbreviation, at: () => ({ offset, abbreviation }) };
}

/** A zone of the IANA database by its name; undefined when there is none. */
export function loadZone(name: string): Zone | undefined {
  if (name === "" || name === "UTC") return UTC;
  const formats = formatsOf(name);
  if (formats === undefined) return undefined;
  const offsetAt = (date: Date) => parseOffset(partOf(formats.offset, date));
  return {
    name,
    at(unixSeconds) {
      // Intl knows no moments outside of the range of Date; the clocks there are those at its ends.
      const date = new Date(Math.max(-8.64e15, Math.min(8.64e15, unixSeconds * 1000)));
      const offset = offsetAt(date);
      return { offset, abbreviation: abbreviationAt(name, formats.short, date, offset, offsetAt) };
    },
  };
}

function formatsOf(timeZone: string) {
  // Go finds zones by file name: only the spelling of the database is one.
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(timeZone)) return undefined;
  try {
    const offset = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    const short = ["en-US", "en-GB", "en-AU", "en-IN", "en-ZA"].map(
      (locale) => new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "short" }),
    );
    return { offset, short };
  } catch {
    return undefined;
  }
}

function partOf(format: Intl.DateTimeFormat, date: Date): string {
  return format.formatToParts(date).find((part) => part.type === "timeZoneName")?.value ?? "";
}

function parseOffset(text: string): number {
  const match = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = match ?? [];
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === "-" ? -size : size;
}

const WINTER = "2024-01-01";
const SUMMER = "2024-07-01";

// JavaScript has no short names for these, the database of Go has.
const KNOWN: Readonly<Record<string, string>> = {
  "Europe/Moscow": "MSK",
  "Asia/Tokyo": "JST",
  "Asia/Seoul": "KST",
  "Asia/Shanghai": "CST",
  "Asia/Hong_Kong": "HKT",
  "Asia/Kolkata": "IST",
  "Asia/Jerusalem": "IST",
};

function abbreviationAt(
  name: string,
  formats: readonly Intl.DateTimeFormat[],
  date: Date,
  offset: number,
  offsetAt: (date: Date) => number,
): string {
  const known = offset % 60 === 0 ? KNOWN[name] : undefined;
  if (known !== undefined) return known;
  // Long ago the names are missing: those of summer and winter now serve as well.
  for (const when of [date, new Date(WINTER), new Date(SUMMER)]) {
    const names = formats.map((format) => partOf(format, when));
    const found = names.find((text) => !/^(GMT|UTC)[+-]/.test(text));
    if (found !== undefined && offsetAt(when) === offset) return found;
  }
  if (offset % 60 !== 0) return "LMT";
  const size = Math.abs(offset) / 60;
  const minutes = size % 60 === 0 ? "" : String(size % 60).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${String(Math.trunc(size / 60)).padStart(2, "0")}${minutes}`;
}
