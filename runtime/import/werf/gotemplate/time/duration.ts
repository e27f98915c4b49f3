import { GoFailure } from "../failure.ts";
import { quote } from "../fmt/quote.ts";
import { type GoString, toText } from "../go-string.ts";

/** Durations are nanoseconds, as in Go. */
export const NANOSECOND = 1n;
export const SECOND = 1_000_000_000n;
export const MINUTE = 60n * SECOND;
export const HOUR = 60n * MINUTE;

const UNITS: Readonly<Record<string, bigint>> = {
  ns: NANOSECOND,
  us: 1000n,
  "\xc2\xb5s": 1000n, // µs, micro sign
  "\xce\xbcs": 1000n, // μs, Greek letter
  ms: 1_000_000n,
  s: SECOND,
  m: MINUTE,
  h: HOUR,
};

/** Go's `time.ParseDuration`: `1h30m`, `-1.5h`. */
export function parseDuration(text: GoString): bigint {
  const invalid = () => new GoFailure(`time: invalid duration ${toText(quote(text))}`);
  const negative = text.startsWith("-");
  const body = text.replace(/^[+-]/, "");
  if (body === "0") return 0n;
  if (body.length > 1000 || !/^(?:(?:\d+(?:\.\d*)?|\.\d+)[^.\d]+)+$/.test(body)) throw invalid();
  let total = 0n;
  for (const [, number = "", unit = ""] of body.matchAll(/([\d.]+)([^.\d]+)/g)) {
    const size = UNITS[unit];
    if (size === undefined)
      throw new GoFailure(`time: unknown unit ${toText(quote(unit))} in duration ${toText(quote(text))}`);
    const [whole = "", fraction = ""] = number.split(".");
    total += BigInt(whole || "0") * size + fractionOf(fraction, size);
    if (total > 2n ** 63n) throw invalid();
  }
  if (total > 2n ** 63n - (negative ? 0n : 1n)) throw invalid();
  return negative ? -total : total;
}

function fractionOf(digits: string, unit: bigint): bigint {
  return digits === "" ? 0n : (BigInt(digits) * unit) / 10n ** BigInt(digits.length);
}

/** Go's `Duration.String`: `1h30m0s`, `1.5s`, `300ms`. */
export function formatDuration(nanoseconds: bigint): GoString {
  if (nanoseconds === 0n) return "0s";
  const sign = nanoseconds < 0n ? "-" : "";
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < 1000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 1000n)}\xc2\xb5s`;
  if (size < SECOND) return `${sign}${decimal(size, 1_000_000n)}ms`;
  const hours = size / HOUR;
  const minutes = (size / MINUTE) % 60n;
  const seconds = `${decimal(size % MINUTE, SECOND)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0n ? `${sign}${minutes}m${seconds}` : sign + seconds;
}

function decimal(value: bigint, unit: bigint): string {
  const fraction = String(value % unit)
    .padStart(String(unit).length - 1, "0")
    .replace(/0+$/, "");
  return `${value / unit}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Go's `Duration.Round`: to the nearest multiple, half away from zero. */
export function roundDuration(nanoseconds: bigint, unit: bigint): bigint {
  if (unit <= 0n) return nanoseconds;
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const rest = size % unit;
  const rounded = rest * 2n < unit ? size - rest : size - rest + unit;
  return nanoseconds < 0n ? -rounded : rounded;
}
