/** Go's `strconv.FormatFloat`: digits of a float in every form that Go writes. */

/** The digits of a number: 0.DIGITS times ten to the `point`. Zero has no digits. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

export type FloatFormat = "e" | "E" | "f" | "g" | "G" | "x" | "X";

/** @param precision digits behind the point (`e`, `f`, `x`) or in all (`g`); -1 for as few as are needed to read it back */
export function formatFloat(value: number, format: FloatFormat, precision: number): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const size = Math.abs(value);
  if (size === Infinity) return sign === "" ? "+Inf" : "-Inf";
  switch (format) {
    case "f":
      return sign + formatFixed(size, precision);
    case "e":
    case "E":
      return (
        sign + upperIf(format === "E", formatExponent(digitsOf(size, precision < 0 ? -1 : precision + 1), precision))
      );
    case "g":
    case "G":
      return sign + upperIf(format === "G", formatGeneral(size, precision));
    case "x":
    case "X":
      return sign + upperIf(format === "X", formatHex(size, precision));
  }
}

function upperIf(upper: boolean, text: string): string {
  return upper ? text.toUpperCase() : text;
}

function formatFixed(size: number, precision: number): string {
  if (precision < 0) return placePoint(shortest(size), -1);
  const exact = exactDecimal(size);
  return placePoint(round(exact, exact.point + precision), precision);
}

function placePoint({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  const behind = point >= 0 ? digits.slice(point) : "0".repeat(-point) + digits;
  const fraction = precision < 0 ? behind : behind.slice(0, precision).padEnd(precision, "0");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

function formatExponent({ digits, point }: Decimal, precision: number): string {
  const exponent = digits === "" ? 0 : point - 1;
  const behind = precision < 0 ? digits.slice(1) : digits.slice(1).padEnd(precision, "0");
  const mantissa = (digits.charAt(0) || "0") + (behind === "" ? "" : `.${behind}`);
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function formatGeneral(size: number, precision: number): string {
  const wanted = precision === 0 ? 1 : precision;
  const decimal = digitsOf(size, wanted);
  const { digits, point } = decimal;
  const exponent = point - 1;
  if (digits !== "" && (exponent < -4 || exponent >= largestFixed(decimal, wanted))) {
    return formatExponent(decimal, digits.length - 1);
  }
  return placePoint(decimal, -1);
}

/** From which exponent on `%g` has one. Six is why 1234567.0 prints as 1.234567e+06. */
function largestFixed({ digits, point }: Decimal, wanted: number): number {
  if (wanted < 0) return 6;
  return wanted > digits.length && digits.length >= point ? digits.length : wanted;
}

function digitsOf(size: number, count: number): Decimal {
  return count < 0 ? shortest(size) : round(exactDecimal(size), count);
}

/** The fewest digits that read back as the same number: JavaScript and Go choose the same ones. */
function shortest(size: number): Decimal {
  if (size === 0) return { digits: "", point: 0 };
  const [mantissa = "", exponent = "0"] = size.toExponential().split("e");
  return { digits: mantissa.replace(".", ""), point: Number(exponent) + 1 };
}

/** All digits of the number: every float is a finite decimal. */
function exactDecimal(size: number): Decimal {
  if (size === 0) return { digits: "", point: 0 };
  const { mantissa, exponent } = split(size);
  const digits = (exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent)).toString();
  return { digits: digits.replace(/0+$/, ""), point: digits.length + Math.min(exponent, 0) };
}

function split(size: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, size);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

/** Rounds to `count` digits; what is exactly half-way goes to the even digit, as in Go. */
function round({ digits, point }: Decimal, count: number): Decimal {
  if (count >= digits.length) return { digits, point };
  if (count < 0) return { digits: "", point: 0 };
  const kept = digits.slice(0, count);
  const rest = digits.slice(count);
  const isOdd = count > 0 && Number(kept.at(-1)) % 2 === 1;
  const up = rest.charAt(0) > "5" || (rest.charAt(0) === "5" && (/[1-9]/.test(rest.slice(1)) || isOdd));
  if (!up) return { digits: kept.replace(/0+$/, ""), point: /[1-9]/.test(kept) ? point : 0 };
  const raised = (BigInt(kept || "0") + 1n).toString().padStart(count, "0");
  return { digits: raised.replace(/0+$/, ""), point: point + raised.length - count };
}

/** `0x1.8p+01` */
function formatHex(size: number, precision: number): string {
  if (size === 0) return `0x0${precision > 0 ? `.${"0".repeat(precision)}` : ""}p+00`;
  let { mantissa, exponent } = split(size);
  while (mantissa < 1n << 52n) {
    mantissa <<= 1n;
    exponent--;
  }
  exponent += 52;
  if (precision >= 0 && precision < 13) {
    const drop = BigInt(52 - precision * 4);
    const half = 1n << (drop - 1n);
    const rest = mantissa & ((1n << drop) - 1n);
    mantissa >>= drop;
    if (rest > half || (rest === half && mantissa % 2n === 1n)) mantissa++;
    mantissa <<= drop;
    if (mantissa >= 1n << 53n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  const all = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, "0");
  const fraction = precision < 0 ? all.replace(/0+$/, "") : all.padEnd(precision, "0").slice(0, precision);
  const power = `${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  return `0x1${fraction === "" ? "" : `.${fraction}`}p${power}`;
}
