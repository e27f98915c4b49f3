import { encodeRune, type GoString, RUNE_ERROR } from "../go-string.ts";
import type { Meter } from "../meter.ts";
import { isPrint } from "../unicode.ts";
import { type FloatFormat, formatFloat } from "./float.ts";
import { type FormatSpec, pad, truncate } from "./format-spec.ts";
import { canBackquote, quote, quoteRune } from "./quote.ts";

/**
 * One value of a simple kind under one verb, as Go's `fmt` writes it. Undefined means that the verb does not fit the
 * kind.
 */

export function formatBool(value: boolean, verb: string, spec: FormatSpec, meter: Meter): GoString | undefined {
  return verb === "t" || verb === "v" ? pad(String(value), spec, meter) : undefined;
}

export function formatInteger(
  value: bigint,
  isUnsigned: boolean,
  verb: string,
  spec: FormatSpec,
  meter: Meter,
): GoString | undefined {
  switch (verb) {
    case "v":
      if (spec.sharpV && isUnsigned) return digits(value, 16, "x", { ...spec, sharp: true }, meter);
      return digits(value, 10, verb, spec, meter);
    case "d":
      return digits(value, 10, verb, spec, meter);
    case "b":
      return digits(value, 2, verb, spec, meter);
    case "o":
    case "O":
      return digits(value, 8, verb, spec, meter);
    case "x":
    case "X":
      return digits(value, 16, verb, spec, meter);
    case "c":
      return pad(encodeRune(toRune(value)), spec, meter);
    case "q":
      return pad(quoteRune(toRune(value), spec.plus), spec, meter);
    case "U":
      return pad(unicode(value, spec, meter), { ...spec, zero: false }, meter);
    default:
      return undefined;
  }
}

function toRune(value: bigint): number {
  return value >= 0n && value <= 0x10ffffn ? Number(value) : RUNE_ERROR;
}

function digits(value: bigint, base: number, verb: string, spec: FormatSpec, meter: Meter): GoString {
  const isNegative = value < 0n;
  if (spec.precision === 0 && value === 0n) return pad("", { ...spec, zero: false }, meter);
  const sign = isNegative ? "-" : spec.plus ? "+" : spec.space ? " " : "";
  const isFilled = spec.precision === undefined && spec.zero && !spec.minus && spec.width !== undefined;
  const least = isFilled ? (spec.width ?? 0) - sign.length : (spec.precision ?? 0);
  meter.reserve(least);
  const plain = (isNegative ? -value : value).toString(base).padStart(least, "0");
  const text = sign + prefix(plain, base, verb, spec) + plain;
  return pad(verb === "X" ? text.toUpperCase() : text, { ...spec, zero: false }, meter);
}

function prefix(plain: string, base: number, verb: string, spec: FormatSpec): string {
  if (base === 8) return (verb === "O" ? "0o" : "") + (spec.sharp && !plain.startsWith("0") ? "0" : "");
  if (!spec.sharp) return "";
  return base === 16 ? "0x" : base === 2 ? "0b" : "";
}

function unicode(value: bigint, spec: FormatSpec, meter: Meter): GoString {
  const least = Math.max(spec.precision ?? 4, 4);
  meter.reserve(least);
  const code = `U+${BigInt.asUintN(64, value).toString(16).toUpperCase().padStart(least, "0")}`;
  const isShown = spec.sharp && value >= 0n && value <= 0x10ffffn && isPrint(Number(value));
  return isShown ? `${code} '${encodeRune(Number(value))}'` : code;
}

const FLOAT_VERBS: Readonly<Record<string, readonly [FloatFormat, number]>> = {
  v: ["g", -1],
  g: ["g", -1],
  G: ["G", -1],
  x: ["x", -1],
  X: ["X", -1],
  f: ["f", 6],
  F: ["f", 6],
  e: ["e", 6],
  E: ["E", 6],
};

export function formatFloating(value: number, verb: string, spec: FormatSpec, meter: Meter): GoString | undefined {
  const known = FLOAT_VERBS[verb];
  if (known === undefined) return undefined;
  const [format, usual] = known;
  const precision = spec.precision ?? usual;
  meter.reserve(Math.max(precision, 0));
  meter.step(Math.ceil(Math.max(precision, 0) / 16));
  const signed = formatFloat(value, format, precision);
  const bare = /^[+-]/.test(signed) ? signed.slice(1) : signed;
  const sign = signed.startsWith("-") ? "-" : spec.plus ? "+" : spec.space ? " " : "";
  if (bare === "Inf") return pad((sign || "+") + bare, { ...spec, zero: false }, meter);
  if (bare === "NaN") return pad(sign + bare, { ...spec, zero: false }, meter);
  const text = spec.sharp ? withPoint(bare, verb, precision) : bare;
  if (sign === "" || !spec.zero || spec.minus) return pad(sign + text, spec, meter);
  return sign + pad(text, { ...spec, width: Math.max(0, (spec.width ?? 0) - 1) }, meter);
}

/** `%#g` and the like: always a point, and all the zeros that the precision asks for. */
function withPoint(text: string, verb: string, precision: number): string {
  const isHex = verb === "x" || verb === "X";
  const at = text.search(isHex ? /[pP]/ : /[eE]/);
  const number = at === -1 ? text : text.slice(0, at);
  const tail = at === -1 ? "" : text.slice(at);
  const keepsZeros = "vgGx".includes(verb);
  const significant = number.replace(".", "").replace(/^0+/, "").length + (number === "0" ? 1 : 0);
  const missing = keepsZeros ? (precision < 0 ? 6 : precision) - significant : 0;
  return `${number}${number.includes(".") ? "" : "."}${"0".repeat(Math.max(0, missing))}${tail}`;
}

export function formatComplex(
  re: number,
  im: number,
  verb: string,
  spec: FormatSpec,
  meter: Meter,
): GoString | undefined {
  const first = formatFloating(re, verb, spec, meter);
  const second = formatFloating(im, verb, { ...spec, plus: true }, meter);
  return first === undefined || second === undefined ? undefined : `(${first}${second}i)`;
}

export function formatString(text: GoString, verb: string, spec: FormatSpec, meter: Meter): GoString | undefined {
  switch (verb) {
    case "v":
      return spec.sharpV ? quoted(text, spec, meter) : pad(truncate(text, spec), spec, meter);
    case "s":
      return pad(truncate(text, spec), spec, meter);
    case "q":
      return quoted(text, spec, meter);
    case "x":
    case "X":
      return hexBytes(text, verb === "X", spec, meter);
    default:
      return undefined;
  }
}

function quoted(text: GoString, spec: FormatSpec, meter: Meter): GoString {
  const shown = truncate(text, spec);
  meter.reserve(shown.length * 4);
  if (spec.sharp && canBackquote(shown)) return pad(`\`${shown}\``, spec, meter);
  return pad(quote(shown, spec.plus), spec, meter);
}

function hexBytes(text: GoString, upper: boolean, spec: FormatSpec, meter: Meter): GoString {
  const shown = spec.precision === undefined ? text : text.slice(0, spec.precision);
  meter.reserve(shown.length * 5);
  const bytes = Buffer.from(shown, "latin1").toString("hex");
  const lead = spec.sharp ? "0x" : "";
  const pairs = spec.space ? (bytes.match(/../g) ?? []).join(` ${lead}`) : bytes;
  const hex = shown === "" ? "" : lead + pairs;
  return pad(upper ? hex.toUpperCase() : hex, spec, meter);
}
