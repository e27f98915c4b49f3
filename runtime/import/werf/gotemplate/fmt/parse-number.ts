import type { GoString } from "../go-string.ts";

/** Go's `strconv.ParseInt` with 64 bits; base 0 reads 0x, 0o, 0b, a leading 0 and underscores. Undefined is an error. */
export function parseInt64(text: GoString, base: 0 | 8 | 10): bigint | undefined {
  const negative = text.startsWith("-");
  const magnitude = parseUint64(/^[+-]/.test(text) ? text.slice(1) : text, base);
  if (magnitude === undefined) return undefined;
  const value = negative ? -magnitude : magnitude;
  return value >= -(2n ** 63n) && value < 2n ** 63n ? value : undefined;
}

/** Go's `strconv.ParseUint` with 64 bits. */
export function parseUint64(text: GoString, base: 0 | 8 | 10): bigint | undefined {
  const value = base === 0 ? readPrefixed(text) : readDigits(text, base);
  return value !== undefined && value < 2n ** 64n ? value : undefined;
}

export const parseIntLiteral = (text: GoString) => parseInt64(text, 0);
export const parseUintLiteral = (text: GoString) => parseUint64(text, 0);

// More digits than these are out of range in any case; BigInt would take long to read them.
const MOST_DIGITS = 80;

function readDigits(text: GoString, base: 8 | 10): bigint | undefined {
  const pattern = base === 8 ? /^[0-7]+$/ : /^[0-9]+$/;
  const digits = text.replace(/^0+(?=.)/, "");
  if (!pattern.test(text) || digits.length > MOST_DIGITS) return undefined;
  return BigInt(base === 8 ? `0o${digits}` : digits);
}

function readPrefixed(text: GoString): bigint | undefined {
  if (/^(?:0|[1-9][0-9]{0,14})$/.test(text)) return BigInt(Number(text));
  const match = /^(0[xX]_?|0[oO]_?|0[bB]_?|0_?(?=[0-9]))?([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)$/.exec(text);
  if (match === null) return undefined;
  const [, prefix = "", body = ""] = match;
  const digits = body.replaceAll("_", "").replace(/^0+(?=.)/, "");
  const letter = prefix.charAt(1).toLowerCase();
  const isOctal = letter === "o" || (prefix !== "" && letter !== "x" && letter !== "b");
  const pattern = letter === "x" ? /^[0-9a-fA-F]+$/ : letter === "b" ? /^[01]+$/ : isOctal ? /^[0-7]+$/ : /^[0-9]+$/;
  if (!pattern.test(digits) || digits.length > MOST_DIGITS) return undefined;
  return BigInt(letter === "x" ? `0x${digits}` : letter === "b" ? `0b${digits}` : isOctal ? `0o${digits}` : digits);
}

/** Go's `strconv.ParseFloat` with 64 bits; undefined is an error, out of range included. */
export function parseFloat64(text: GoString): number | undefined {
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special !== null) return readSpecial(special[1] ?? "", special[2] ?? "");
  return parseFloatLiteral(text);
}

function readSpecial(sign: string, word: string): number | undefined {
  if (word.toLowerCase() === "nan") return sign === "" ? Number.NaN : undefined;
  return sign === "-" ? -Infinity : Infinity;
}

/** A float as Go source spells it. */
export function parseFloatLiteral(text: GoString): number | undefined {
  if (/(^|[^0-9a-fA-FxX])_|_([^0-9a-fA-F]|$)|__/.test(text)) return undefined;
  const plain = text.replaceAll("_", "");
  if (/^[+-]?0[xX]/.test(plain)) return readHexFloat(plain);
  if (!/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

function readHexFloat(text: string): number | undefined {
  const match = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = ""] = match;
  if (whole + fraction === "" || (whole + fraction).length > MOST_DIGITS) return undefined;
  const mantissa = Number(BigInt(`0x${whole}${fraction}`));
  const power = Number(exponent) - 4 * fraction.length;
  // Two steps, so that a small result of a large mantissa is not lost half-way.
  const value = mantissa * 2 ** Math.trunc(power / 2) * 2 ** (power - Math.trunc(power / 2));
  if (!Number.isFinite(value)) return undefined;
  return sign === "-" ? -value : value;
}
