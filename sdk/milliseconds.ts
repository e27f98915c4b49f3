import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A length of time with its unit, in milliseconds; an absent one stays absent. */
export function toMilliseconds(value: unknown, what: string, origin: Origin | undefined): number | undefined {
  if (value === undefined) return undefined;
  const [, amount, unit = ""] = typeof value === "string" ? (/^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(value) ?? []) : [];
  if (amount === undefined) throw wrongArgument(what, 'a duration such as "30s"', value, origin);
  return Math.round(Number(amount) * (units[unit] ?? 1));
}
