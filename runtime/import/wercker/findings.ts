import type { Diagnostic } from "../../../sdk/errors/builder-error.ts";
import type { Origin } from "../../../sdk/errors/origin.ts";
import type { ImportReportEntry } from "../imported-file.ts";
import { compareOrigins } from "./compare-origins.ts";
import { beyondLimit } from "./errors.ts";

/** What is found out about a file while it is read. */
export interface Findings {
  /** What keeps the file from being imported. */
  readonly errors: readonly Diagnostic[];
  /** What became of the rest, in the order of the file. */
  entries(): readonly ImportReportEntry[];
  error(diagnostic: Diagnostic): void;
  note(entry: ImportReportEntry): void;
  /** To be called for each value that is read: aliases can make many of few. Error: `WERCKER.LIMIT`. */
  count(where: Origin): void;
}

const start: Origin = { file: "", line: 0, column: 0 };
const valueLimit = 100_000;

/** Nothing is found yet. */
export function createFindings(): Findings {
  const errors: Diagnostic[] = [];
  const entries: ImportReportEntry[] = [];
  let values = 0;
  return {
    errors,
    entries: () => [...entries].sort((a, b) => compareOrigins(a.where[0] ?? start, b.where[0] ?? start)),
    error: (diagnostic) => void errors.push(diagnostic),
    note: (entry) => void entries.push(entry),
    count: (where) => {
      values += 1;
      if (values > valueLimit) throw beyondLimit("holds more than a hundred thousand values", where);
    },
  };
}
