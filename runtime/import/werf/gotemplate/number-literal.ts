import { parseFloatLiteral, parseIntLiteral, parseUintLiteral } from "./fmt/parse-number.ts";
import { unquoteChar } from "./fmt/quote.ts";
import type { GoString } from "./go-string.ts";
import type { NumberNode } from "./node.ts";

const MAX_INT = 2n ** 63n - 1n;
const MAX_UINT = 2n ** 64n - 1n;

type Readings = Omit<NumberNode, "kind" | "pos" | "source">;

/** Every reading of a number as Go's template parser finds them; undefined when there is none. */
export function readNumber(source: GoString, kind: "number" | "complex" | "charConstant"): Readings | undefined {
  if (kind === "charConstant") return readChar(source);
  if (kind === "complex") return readComplex(source);
  if (source.endsWith("i")) {
    const im = parseFloatLiteral(source.slice(0, -1));
    return im === undefined ? undefined : simplifyComplex(0, im);
  }
  return readReal(source);
}

function readChar(source: GoString): Readings | undefined {
  const unquoted = unquoteChar(source.slice(1), "'");
  if (unquoted === undefined || unquoted.rest !== "'") return undefined;
  const code = BigInt(unquoted.rune);
  return { int: code, uint: code, float: unquoted.rune };
}

function readComplex(source: GoString): Readings | undefined {
  const split = Math.max(source.lastIndexOf("+"), source.lastIndexOf("-"));
  // The sign of an exponent is no border: 1e+2+3e+4i
  const border = /[eEpP]/.test(source.charAt(split - 1)) ? lastSignBefore(source, split) : split;
  const re = parseFloatLiteral(source.slice(0, border));
  const im = parseFloatLiteral(source.slice(border, -1));
  return re === undefined || im === undefined || border <= 0 ? undefined : simplifyComplex(re, im);
}

function lastSignBefore(source: GoString, index: number): number {
  return Math.max(source.lastIndexOf("+", index - 1), source.lastIndexOf("-", index - 1));
}

function simplifyComplex(re: number, im: number): Readings {
  const complex = { re, im };
  if (im !== 0) return { complex };
  const int = Number.isSafeInteger(re) ? BigInt(re) : undefined;
  return {
    complex,
    float: re,
    ...(int === undefined ? {} : { int }),
    ...(int !== undefined && int >= 0n ? { uint: int } : {}),
  };
}

function readReal(source: GoString): Readings | undefined {
  const int = parseIntLiteral(source);
  const uint = int === undefined || int < 0n ? parseUintLiteral(source) : int;
  if (int !== undefined || uint !== undefined) {
    return {
      ...(int === undefined ? {} : { int }),
      ...(uint === undefined ? {} : { uint }),
      float: Number(int ?? uint),
    };
  }
  const float = parseFloatLiteral(source);
  // An integer too large for 64 bits is a mistake, not a float.
  if (float === undefined || !/[.eEpP]/.test(source)) return undefined;
  const whole = Number.isInteger(float) ? BigInt(float) : undefined;
  const asInt = whole !== undefined && whole >= -MAX_INT - 1n && whole <= MAX_INT ? { int: whole } : {};
  const asUint = whole !== undefined && whole >= 0n && whole <= MAX_UINT ? { uint: whole } : {};
  return { float, ...asInt, ...asUint };
}
