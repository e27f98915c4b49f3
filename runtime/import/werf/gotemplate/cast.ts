import { parseFloat64, parseInt64 } from "./fmt/parse-number.ts";
import type { GoString } from "./go-string.ts";
import type { Value } from "./value.ts";

/** The conversions behind sprig's arithmetic: whatever cannot be converted is 0. */

export function toInt64(value: Value): bigint {
  switch (value.tag) {
    case "int":
      return isPlain(value.type.name) ? BigInt.asIntN(64, value.value) : 0n;
    case "float":
      return truncate(value.value);
    case "bool":
      return value.value ? 1n : 0n;
    case "string":
      return parseInt64(trimZeroDecimal(value.value), 0) ?? 0n;
    default:
      return 0n;
  }
}

export function toFloat64(value: Value): number {
  switch (value.tag) {
    case "int":
      return isPlain(value.type.name) ? Number(value.value) : 0;
    case "float":
      return value.value;
    case "bool":
      return value.value ? 1 : 0;
    case "string":
      return parseFloat64(value.value) ?? 0;
    default:
      return 0;
  }
}

/** `strconv.Atoi` and the like where the error is dropped: out of range is the nearest number, nonsense is 0. */
export function toInt64Saturating(text: GoString): bigint {
  const parsed = parseInt64(text, 10);
  if (parsed !== undefined) return parsed;
  if (!/^[+-]?[0-9]+$/.test(text)) return 0n;
  return text.startsWith("-") ? -(2n ** 63n) : 2n ** 63n - 1n;
}

/** What a float is as an int64 on the processors that werf runs on. */
function truncate(value: number): bigint {
  const whole = Math.trunc(value);
  return whole >= -(2 ** 63) && whole < 2 ** 63 ? BigInt(whole) : -(2n ** 63n);
}

// Durations and months are types of their own, which the conversions do not know.
function isPlain(typeName: string): boolean {
  return !typeName.includes(".");
}

/** `5.00` is 5, `5.5` stays as it is and is no integer. */
function trimZeroDecimal(text: GoString): GoString {
  return text.replace(/\.0+$/, "");
}
