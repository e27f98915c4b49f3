import type { Origin } from "../../../../sdk/errors/origin.ts";
import type { ImportReportEntry } from "../../imported-file.ts";

/** Writes down what became of each directive; what is said last of one place counts. */
export interface ReportRecorder {
  add(entry: ImportReportEntry, at: number): void;
  /** In the order of the text. */
  entries(): readonly ImportReportEntry[];
}

export function createReportRecorder(): ReportRecorder {
  const byPlace = new Map<string, { readonly entry: ImportReportEntry; readonly at: number }>();
  return {
    add: (entry, at) => {
      byPlace.set(`${at} ${entry.what}`, { entry, at });
    },
    entries: () => [...byPlace.values()].sort((a, b) => a.at - b.at).map(({ entry }) => entry),
  };
}

/** An entry about the places of a directive. */
export function reportEntry(
  kind: ImportReportEntry["kind"],
  what: string,
  of: string | undefined,
  message: string,
  where: readonly Origin[],
): ImportReportEntry {
  return { kind, what, ...(of === undefined ? {} : { of }), message, where };
}
