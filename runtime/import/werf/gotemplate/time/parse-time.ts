import { GoFailure } from "../failure.ts";
import { quote } from "../fmt/quote.ts";
import { type GoString, toText } from "../go-string.ts";
import { DAYS, type LayoutPiece, MONTHS, parseLayout } from "./layout.ts";
import { createMoment, daysIn, type Moment, momentOf, secondsOf } from "./moment.ts";
import { fixedZone, UTC, type Zone } from "./zone.ts";

/** What has been read so far; a year day is counted from 1, a zone is seconds east of Greenwich. */
interface Reading {
  year: number;
  month: number | undefined;
  day: number | undefined;
  yearDay: number | undefined;
  hour: number;
  minute: number;
  second: number;
  nanos: number;
  afternoon: boolean | undefined;
  zone: number | undefined;
  isUtc: boolean;
  abbreviation: GoString;
}

/** Go's `time.ParseInLocation`; throws a GoFailure with the text of Go's error. */
export function parseTime(layout: GoString, value: GoString, local: Zone): Moment {
  const reading: Reading = {
    year: 0,
    month: undefined,
    day: undefined,
    yearDay: undefined,
    hour: 0,
    minute: 0,
    second: 0,
    nanos: 0,
    afternoon: undefined,
    zone: undefined,
    isUtc: false,
    abbreviation: "",
  };
  const describe = `parsing time ${toText(quote(value))}`;
  const pieces = parseLayout(layout);
  let rest = value;
  for (const [index, piece] of pieces.entries()) {
    const read = readPiece(piece, rest, reading, pieces[index + 1]);
    if (read === undefined) {
      const wanted = "text" in piece ? piece.text : "element" in piece ? piece.element : ".000";
      throw new GoFailure(
        `${describe} as ${toText(quote(layout))}: cannot parse ${toText(quote(rest))} as "${wanted}"`,
      );
    }
    if (read === "range") throw new GoFailure(`${describe}: value out of range`);
    rest = read;
  }
  if (rest !== "") throw new GoFailure(`${describe}: extra text: ${toText(quote(rest))}`);
  return toMoment(reading, local, describe);
}

/** The text behind the piece; undefined when it does not fit, "range" when its number is too large. */
function readPiece(
  piece: LayoutPiece,
  rest: GoString,
  reading: Reading,
  following: LayoutPiece | undefined,
): GoString | "range" | undefined {
  if ("text" in piece) return skip(rest, piece.text);
  if ("fraction" in piece) return readFraction(rest, piece.fraction, piece.trimmed, reading);
  const { element } = piece;
  switch (element) {
    case "2006":
      return readNumber(rest, /^\d{4}/, (value) => {
        reading.year = value;
      });
    case "06":
      return readNumber(rest, /^\d{2}/, (value) => {
        reading.year = value >= 69 ? value + 1900 : value + 2000;
      });
    case "January":
      return readWord(rest, MONTHS, undefined, (index) => {
        reading.month = index + 1;
      });
    case "Jan":
      return readWord(rest, MONTHS, 3, (index) => {
        reading.month = index + 1;
      });
    case "Monday":
      return readWord(rest, DAYS, undefined, () => {});
    case "Mon":
      return readWord(rest, DAYS, 3, () => {});
    case "01":
    case "1":
      return readNumber(rest, digits(element), (value) => {
        reading.month = value;
        return value >= 1 && value <= 12;
      });
    case "02":
    case "_2":
    case "2":
      return readNumber(element === "_2" ? rest.replace(/^ /, "") : rest, digits(element), (value) => {
        reading.day = value;
      });
    case "002":
    case "__2":
      return readNumber(
        rest.replace(element === "__2" ? /^ {1,2}/ : /^$/, ""),
        element === "__2" ? /^\d{1,3}/ : /^\d{3}/,
        (value) => {
          reading.yearDay = value;
        },
      );
    case "15":
      return readNumber(rest, /^\d{1,2}/, (value) => {
        reading.hour = value;
        return value < 24;
      });
    case "03":
    case "3":
      return readNumber(rest, digits(element), (value) => {
        reading.hour = value;
        return value <= 12;
      });
    case "04":
    case "4":
      return readNumber(rest, digits(element), (value) => {
        reading.minute = value;
        return value < 60;
      });
    case "05":
    case "5":
      return readSeconds(rest, element, reading, following);
    case "PM":
    case "pm":
      return readHalf(rest, element, reading);
    case "MST":
      return readAbbreviation(rest, reading);
    default:
      return readOffset(rest, element, reading);
  }
}

// Go allows one digit where the layout has no leading zero.
function digits(element: string): RegExp {
  return element.startsWith("0") ? /^\d{2}/ : /^\d{1,2}/;
}

/** A run of spaces in the layout takes any run of spaces in the text. */
function skip(rest: GoString, text: GoString): GoString | undefined {
  let value = rest;
  for (let prefix = text; prefix !== ""; ) {
    if (prefix.startsWith(" ")) {
      if (value !== "" && !value.startsWith(" ")) return undefined;
      prefix = prefix.replace(/^ +/, "");
      value = value.replace(/^ +/, "");
      continue;
    }
    if (value.charAt(0) !== prefix.charAt(0)) return undefined;
    prefix = prefix.slice(1);
    value = value.slice(1);
  }
  return value;
}

/** `use` says whether the number is in range; nothing means yes. */
function readNumber(
  rest: GoString,
  pattern: RegExp,
  use: (value: number) => boolean | undefined,
): GoString | "range" | undefined {
  const found = pattern.exec(rest)?.[0];
  if (found === undefined) return undefined;
  return use(Number(found)) === false ? "range" : rest.slice(found.length);
}

function readWord(
  rest: GoString,
  words: readonly string[],
  length: number | undefined,
  use: (index: number) => void,
): GoString | undefined {
  for (const [index, word] of words.entries()) {
    const wanted = word.slice(0, length);
    if (rest.slice(0, wanted.length).toLowerCase() !== wanted.toLowerCase()) continue;
    use(index);
    return rest.slice(wanted.length);
  }
  return undefined;
}

function readSeconds(
  rest: GoString,
  element: string,
  reading: Reading,
  following: LayoutPiece | undefined,
): GoString | "range" | undefined {
  const behind = readNumber(rest, digits(element), (value) => {
    reading.second = value;
    return value < 60;
  });
  if (behind === undefined || behind === "range") return behind;
  // A fraction is read although the layout has none.
  const isNext = following !== undefined && "fraction" in following;
  const fraction = isNext ? undefined : /^[.,](\d+)/.exec(behind);
  if (fraction === null || fraction === undefined) return behind;
  reading.nanos = Number((fraction[1] ?? "").padEnd(9, "0").slice(0, 9));
  return behind.slice(fraction[0].length);
}

function readFraction(rest: GoString, count: number, trimmed: boolean, reading: Reading): GoString | undefined {
  const found = trimmed ? /^[.,](\d+)/.exec(rest) : new RegExp(`^[.,](\\d{${Math.min(count, 1000)}})`).exec(rest);
  if (found === null) return trimmed ? rest : undefined;
  reading.nanos = Number((found[1] ?? "").padEnd(9, "0").slice(0, 9));
  return rest.slice(found[0].length);
}

function readHalf(rest: GoString, element: string, reading: Reading): GoString | undefined {
  const word = rest.slice(0, 2);
  const wanted = element === "PM" ? ["AM", "PM"] : ["am", "pm"];
  if (!wanted.includes(word)) return undefined;
  reading.afternoon = word === wanted[1];
  return rest.slice(2);
}

function readAbbreviation(rest: GoString, reading: Reading): GoString | undefined {
  if (rest.startsWith("UTC")) {
    reading.isUtc = true;
    return rest.slice(3);
  }
  const found = /^(?:ChST|MeST|GMT[+-]\d{1,2}|[A-Z]{4}T|[A-Z]{3}T|[A-Z]{3}(?![A-Z])|[+-]\d{2}(?:\d{2})?)/.exec(
    rest,
  )?.[0];
  if (found === undefined) return undefined;
  reading.abbreviation = found;
  return rest.slice(found.length);
}

function readOffset(rest: GoString, element: string, reading: Reading): GoString | "range" | undefined {
  if (element.startsWith("Z") && rest.startsWith("Z")) {
    reading.isUtc = true;
    return rest.slice(1);
  }
  const shape = element.slice(1).replaceAll("0", "\\d").replaceAll("7", "\\d");
  const found = new RegExp(`^[+-]${shape}`).exec(rest)?.[0];
  if (found === undefined) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = (found.slice(1).match(/\d\d/g) ?? []).map(Number);
  if (hours > 24 || minutes >= 60 || seconds >= 60) return "range";
  const size = hours * 3600 + minutes * 60 + seconds;
  reading.zone = found.startsWith("-") ? -size : size;
  return rest.slice(found.length);
}

function toMoment(reading: Reading, local: Zone, describe: string): Moment {
  const { year, nanos, minute, second } = reading;
  const { month, day } = dayOf(reading, describe);
  const { afternoon } = reading;
  const hour = afternoon === true && reading.hour < 12 ? reading.hour + 12 : reading.hour;
  const shown = secondsOf(year, month, day, afternoon === false && hour === 12 ? 0 : hour, minute, second);
  if (reading.isUtc) return createMoment(shown, nanos, UTC);
  if (reading.zone !== undefined) {
    const seconds = shown - reading.zone;
    const there = local.at(seconds);
    const isLocal = there.offset === reading.zone && ["", there.abbreviation].includes(reading.abbreviation);
    return createMoment(seconds, nanos, isLocal ? local : fixedZone(reading.abbreviation, reading.zone));
  }
  return reading.abbreviation === "" ? momentOf(shown, nanos, local) : inNamedZone(reading, shown, local);
}

/** A zone that is only named: the local one if it has the name, else one of which nothing is known. */
function inNamedZone({ abbreviation, nanos }: Reading, shown: number, local: Zone): Moment {
  const there = local.at(shown);
  if (there.abbreviation === abbreviation) return createMoment(shown - there.offset, nanos, local);
  const hours = /^GMT([+-]\d+)$/.exec(abbreviation)?.[1];
  const offset = hours === undefined ? 0 : Number(hours) * 3600;
  return createMoment(shown - offset, nanos, fixedZone(abbreviation, offset));
}

function dayOf(reading: Reading, describe: string): { readonly month: number; readonly day: number } {
  const { year, yearDay, month, day } = reading;
  if (yearDay !== undefined) {
    const most = secondsOf(year + 1, 1, 1, 0, 0, 0) - secondsOf(year, 1, 1, 0, 0, 0);
    if (yearDay < 1 || yearDay > most / 86_400) throw new GoFailure(`${describe}: day-of-year out of range`);
    const { calendar } = createMoment(secondsOf(year, 1, yearDay, 0, 0, 0), 0, UTC);
    if ((month ?? calendar.month) !== calendar.month || (day ?? calendar.day) !== calendar.day) {
      throw new GoFailure(`${describe}: day-of-year does not match month or day`);
    }
    return calendar;
  }
  if (day !== undefined && (day < 1 || day > daysIn(year, month ?? 1))) {
    throw new GoFailure(`${describe}: day out of range`);
  }
  return { month: month ?? 1, day: day ?? 1 };
}
