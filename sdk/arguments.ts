import type { Origin } from "./errors/origin.ts";
import { unknownOption, wrongArgument } from "./errors.ts";

/**
 * Checks of what a caller hands in. TypeScript has checked it already where it was asked to; these are for JavaScript,
 * for `any`, and because nothing is type-checked when a build.ts is run.
 */
export function requireString(value: unknown, what: string, origin: Origin | undefined): string {
  if (typeof value !== "string") throw wrongArgument(what, "a string", value, origin);
  return value;
}

/** An absent option stays absent. */
export function optionalString(value: unknown, what: string, origin: Origin | undefined): string | undefined {
  return value === undefined ? undefined : requireString(value, what, origin);
}

export function optionalBoolean(
  value: unknown,
  defaultValue: boolean,
  what: string,
  origin: Origin | undefined,
): boolean {
  if (value === undefined) return defaultValue;
  if (typeof value !== "boolean") throw wrongArgument(what, "true or false", value, origin);
  return value;
}

/** One string or a list of them; absent: an empty list. */
export function stringList(value: unknown, what: string, origin: Origin | undefined): readonly string[] {
  if (value === undefined) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => {
    if (typeof item !== "string") throw wrongArgument(what, "a string or a list of strings", item, origin);
    return item;
  });
}

/** Names and texts; absent: none. */
export function stringRecord(
  value: unknown,
  what: string,
  origin: Origin | undefined,
): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  const entries = Object.entries(requireObject(value, what, origin));
  return Object.fromEntries(entries.map(([key, item]) => [key, requireString(item, `${what}.${key}`, origin)]));
}

/** An object that has no members but the known ones. */
export function requireOptions(
  value: unknown,
  known: readonly string[],
  what: string,
  origin: Origin | undefined,
): Readonly<Record<string, unknown>> {
  const options = requireObject(value, what, origin);
  for (const option of Object.keys(options)) {
    if (!known.includes(option)) throw unknownOption(what, option, known, origin);
  }
  return options;
}

function requireObject(value: unknown, what: string, origin: Origin | undefined): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw wrongArgument(what, "an object", value, origin);
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
