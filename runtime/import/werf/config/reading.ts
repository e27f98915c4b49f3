import { BuilderError, type Diagnostic } from "../../../../sdk/errors/builder-error.ts";
import { formatOrigin } from "../../../../sdk/errors/origin.ts";
import type { Places } from "../../places.ts";
import { createReportRecorder, type ReportRecorder } from "./report-recorder.ts";

/** What the reading of one configuration shares. */
export interface Reading {
  readonly places: Places;
  readonly report: ReportRecorder;
  /** A name as it is compared with others. */
  readonly plainText: (text: string) => string;
  /** Something that is wrong; the reading goes on, so that all mistakes are told at once. */
  problem(diagnostic: Diagnostic): void;
  /** Throws when something was wrong: the first problem in full, the others by a line each. */
  requireNone(): void;
}

export function createReading(places: Places, plainText = (text: string): string => text): Reading {
  const problems: Diagnostic[] = [];
  return {
    places,
    plainText,
    report: createReportRecorder(),
    problem: (diagnostic) => {
      problems.push(diagnostic);
    },
    requireNone() {
      const [first, ...others] = problems;
      if (first !== undefined) throw withOthers(first, others);
    },
  };
}

const mostOthers = 20;

/** One error for several findings. */
export function withOthers(first: Diagnostic, others: readonly Diagnostic[]): BuilderError {
  const lines = others.slice(0, mostOthers).map(({ code, message, where = [] }) => {
    const [place] = where;
    return `also ${code}: ${message}${place === undefined ? "" : ` ${formatOrigin(place)}`}`;
  });
  if (others.length > mostOthers) lines.push(`and ${others.length - mostOthers} more`);
  const why = [...(first.why === undefined ? [] : [first.why]), ...lines].join("\n");
  return new BuilderError({ ...first, ...(why === "" ? {} : { why }) });
}
