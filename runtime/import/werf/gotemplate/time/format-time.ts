import type { GoString } from "../go-string.ts";
import { DAYS, type LayoutPiece, MONTHS, parseLayout } from "./layout.ts";
import type { Calendar, Moment } from "./moment.ts";

/** Go's `Time.Format`. */
export function formatTime(moment: Moment, layout: GoString): GoString {
  return parseLayout(layout)
    .map((piece) => formatPiece(moment, piece))
    .join("");
}

function formatPiece(moment: Moment, piece: LayoutPiece): GoString {
  if ("text" in piece) return piece.text;
  if ("element" in piece) return formatElement(moment.calendar, piece.element);
  const digits = String(moment.nanos).padStart(9, "0").padEnd(piece.fraction, "0").slice(0, piece.fraction);
  const shown = piece.trimmed ? digits.replace(/0+$/, "") : digits;
  return shown === "" ? "" : piece.point + shown;
}

const two = (value: number) => String(value).padStart(2, "0");

function formatElement(calendar: Calendar, element: string): GoString {
  const { year, month, day, hour, minute, second, weekday, yearDay } = calendar;
  switch (element) {
    case "2006":
      return year < 0 ? `-${String(-year).padStart(4, "0")}` : String(year).padStart(4, "0");
    case "06":
      return two(Math.abs(year) % 100);
    case "January":
      return MONTHS[month - 1] ?? "";
    case "Jan":
      return (MONTHS[month - 1] ?? "").slice(0, 3);
    case "01":
      return two(month);
    case "1":
      return String(month);
    case "Monday":
      return DAYS[weekday] ?? "";
    case "Mon":
      return (DAYS[weekday] ?? "").slice(0, 3);
    case "02":
      return two(day);
    case "_2":
      return String(day).padStart(2, " ");
    case "2":
      return String(day);
    case "002":
      return String(yearDay).padStart(3, "0");
    case "__2":
      return String(yearDay).padStart(3, " ");
    case "15":
      return two(hour);
    case "03":
      return two(hour % 12 === 0 ? 12 : hour % 12);
    case "3":
      return String(hour % 12 === 0 ? 12 : hour % 12);
    case "04":
      return two(minute);
    case "4":
      return String(minute);
    case "05":
      return two(second);
    case "5":
      return String(second);
    case "PM":
      return hour >= 12 ? "PM" : "AM";
    case "pm":
      return hour >= 12 ? "pm" : "am";
    case "MST":
      return calendar.abbreviation === "" ? formatOffset(calendar.offset, "-0700") : calendar.abbreviation;
    default:
      return formatOffset(calendar.offset, element);
  }
}

function formatOffset(offset: number, element: string): GoString {
  if (element.startsWith("Z") && offset === 0) return "Z";
  const size = Math.abs(offset);
  const colon = element.includes(":") ? ":" : "";
  const hasSeconds = /0000$|00:00$/.test(element) && element.replaceAll(":", "").length === 7;
  const parts = [two(Math.floor(size / 3600))];
  if (element.length > 3) parts.push(two(Math.floor(size / 60) % 60));
  if (hasSeconds) parts.push(two(size % 60));
  return (offset < 0 ? "-" : "+") + parts.join(colon);
}
