import type { GoString } from "../go-string.ts";

export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

export const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** A piece of a layout: plain text, or an element of Go's reference time such as `2006` or `Jan`. */
export type LayoutPiece =
  | { readonly text: GoString }
  | { readonly element: string }
  | { readonly fraction: number; readonly trimmed: boolean; readonly point: string };

// The longest spelling first. Jan and Mon are none in front of a small letter, as in "January" and "Month".
const ELEMENT =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|1|2006|2|__2|_2(?!006)|3|4|5|PM|pm|-070000|-07:00:00|-0700|-07:00|-07|Z070000|Z07:00:00|Z0700|Z07:00|Z07|[.,](?:0+|9+)(?![0-9])/g;

/** Cuts a layout of Go's `time` package into its pieces. */
export function parseLayout(layout: GoString): readonly LayoutPiece[] {
  const pieces: LayoutPiece[] = [];
  let at = 0;
  for (const match of layout.matchAll(ELEMENT)) {
    if (match.index > at) pieces.push({ text: layout.slice(at, match.index) });
    pieces.push(pieceOf(match[0]));
    at = match.index + match[0].length;
  }
  if (at < layout.length) pieces.push({ text: layout.slice(at) });
  return pieces;
}

function pieceOf(source: string): LayoutPiece {
  if (!/^[.,]/.test(source)) return { element: source };
  return { fraction: source.length - 1, trimmed: source.endsWith("9"), point: source.charAt(0) };
}
