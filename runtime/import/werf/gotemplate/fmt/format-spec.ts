import { type GoString, runeCount, runes } from "../go-string.ts";
import type { Meter } from "../meter.ts";

/** The flags, width and precision between `%` and the verb. */
export interface FormatSpec {
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly width?: number;
  readonly precision?: number;
  /** `%+v` and `%#v`, in which the flags mean something else. */
  readonly plusV: boolean;
  readonly sharpV: boolean;
}

export const PLAIN: FormatSpec = {
  plus: false,
  minus: false,
  sharp: false,
  space: false,
  zero: false,
  plusV: false,
  sharpV: false,
};

/** Fills a text up to the width, which counts characters. */
export function pad(text: GoString, spec: FormatSpec, meter: Meter): GoString {
  const missing = (spec.width ?? 0) - (spec.width === undefined ? 0 : runeCount(text));
  if (missing <= 0) return text;
  meter.reserve(missing);
  if (spec.minus) return text + " ".repeat(missing);
  return (spec.zero ? "0" : " ").repeat(missing) + text;
}

/** The first characters of a text, as many as the precision has. */
export function truncate(text: GoString, spec: FormatSpec): GoString {
  if (spec.precision === undefined) return text;
  let left = spec.precision;
  for (const { index } of runes(text)) {
    left--;
    if (left < 0) return text.slice(0, index);
  }
  return text;
}
