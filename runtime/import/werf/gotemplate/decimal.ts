import { GoFailure } from "./failure.ts";

/** A decimal number without rounding: `coefficient` times ten to the `exponent`. */
export interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

// Digits behind the point that a division keeps.
const DIVISION_DIGITS = 16;

/** The decimal that a float prints as. */
export function fromFloat(value: number): Decimal {
  if (!Number.isFinite(value)) throw new GoFailure(`Cannot create a Decimal from ${value}`);
  const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
  const fraction = mantissa.split(".")[1] ?? "";
  return { coefficient: BigInt(mantissa.replace(".", "")), exponent: Number(exponent) - fraction.length };
}

export function toFloat({ coefficient, exponent }: Decimal): number {
  return Number(`${coefficient}e${exponent}`);
}

export function add(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { coefficient: scaled(a, exponent) + scaled(b, exponent), exponent };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { coefficient: -b.coefficient, exponent: b.exponent });
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent };
}

/** Half is rounded away from zero. */
export function divide(a: Decimal, b: Decimal): Decimal {
  if (b.coefficient === 0n) throw new GoFailure("decimal division by 0");
  const shift = a.exponent - b.exponent + DIVISION_DIGITS;
  const numerator = shift >= 0 ? a.coefficient * 10n ** BigInt(shift) : a.coefficient;
  const denominator = shift >= 0 ? b.coefficient : b.coefficient * 10n ** BigInt(-shift);
  const quotient = numerator / denominator;
  const rest = magnitude(numerator % denominator) * 2n;
  const sign = numerator < 0n === denominator < 0n ? 1n : -1n;
  const coefficient = rest < magnitude(denominator) ? quotient : quotient + sign;
  return { coefficient, exponent: -DIVISION_DIGITS };
}

function scaled({ coefficient, exponent }: Decimal, to: number): bigint {
  return coefficient * 10n ** BigInt(exponent - to);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
