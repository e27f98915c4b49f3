import { holdDuringShell } from "./hold-during-shell.ts";
import { createJsonReporter } from "./json-reporter.ts";
import { createPlainReporter } from "./plain-reporter.ts";
import { createQuietReporter } from "./quiet-reporter.ts";
import type { Output, Reporter } from "./reporter.ts";
import type { Style } from "./style.ts";
import { createTtyReporter } from "./tty-reporter.ts";

/** The ways to tell the story of a run. */
export const progressModes = ["tty", "plain", "json", "quiet"] as const;

export type ProgressMode = (typeof progressModes)[number];

export interface ReporterOptions {
  readonly mode: ProgressMode;
  readonly output: Output;
  readonly style: Style;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createReporter(options: ReporterOptions): Reporter {
  return holdDuringShell(reporterOf(options));
}

function reporterOf({ mode, output, style, now }: ReporterOptions): Reporter {
  switch (mode) {
    case "tty":
      return createTtyReporter(output, style, now);
    case "plain":
      return createPlainReporter(output, style);
    case "json":
      return createJsonReporter(output, now);
    case "quiet":
      return createQuietReporter(output, style);
  }
}

/** A live view on a terminal that can move its cursor and is watched by a person, plain lines elsewhere. */
export function defaultProgressMode(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): ProgressMode {
  return isTerminal && environment.TERM !== "dumb" && !environment.CI ? "tty" : "plain";
}
