import { requireOptions, stringList } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import type { CommandLine } from "./model/docker-instructions-node.ts";

/** A length of time with its unit: `500ms`, `30s`, `1.5m`, `2h`. */
export type Duration = `${number}${"ms" | "s" | "m" | "h"}`;

/** How the engine finds out whether a container of this image works. */
export interface HealthcheckOptions {
  /** The command: a string runs in the image's shell, a list is executed as it is. Exit code 0 means healthy. */
  readonly test: CommandLine;
  /**
   * Time between two checks.
   * @default 30s, set by the engine
   */
  readonly interval?: Duration;
  /**
   * How long one check may take.
   * @default 30s, set by the engine
   */
  readonly timeout?: Duration;
  /**
   * Time after the start in which failures do not count.
   * @default 0s, set by the engine
   */
  readonly startPeriod?: Duration;
  /**
   * How many failures in a row make a container unhealthy.
   * @default 3, set by the engine
   */
  readonly retries?: number;
}

/** The text that follows HEALTHCHECK in a Dockerfile. */
export function toHealthcheckText(value: unknown, origin: Origin | undefined): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  const known = ["test", "interval", "timeout", "startPeriod", "retries"];
  const given = requireOptions(value, known, "docker({ healthcheck })", origin);
  const flags = [
    durationFlag("interval", "interval", given.interval, origin),
    durationFlag("start-period", "startPeriod", given.startPeriod, origin),
    durationFlag("timeout", "timeout", given.timeout, origin),
    retriesFlag(given.retries, origin),
  ];
  return [...flags.filter((flag) => flag !== ""), `CMD ${commandText(given.test, origin)}`].join(" ");
}

function durationFlag(flag: string, option: string, value: unknown, origin: Origin | undefined): string {
  if (value === undefined) return "";
  if (typeof value !== "string" || !/^\d+(\.\d+)?(ms|s|m|h)$/.test(value)) {
    throw wrongArgument(`docker({ healthcheck: { ${option} } })`, 'a duration such as "30s"', value, origin);
  }
  return `--${flag}=${value}`;
}

function retriesFlag(value: unknown, origin: Origin | undefined): string {
  if (value === undefined) return "";
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) {
    throw wrongArgument("docker({ healthcheck: { retries } })", "a whole number from 1 on", value, origin);
  }
  return `--retries=${value}`;
}

function commandText(test: unknown, origin: Origin | undefined): string {
  const what = "docker({ healthcheck: { test } })";
  if (typeof test === "string" && test.trim() !== "") return test;
  const words = Array.isArray(test) ? stringList(test, what, origin) : [];
  if (words.length === 0) throw wrongArgument(what, "a command: a string or a list of words", test, origin);
  return JSON.stringify(words);
}
