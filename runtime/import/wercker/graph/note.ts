import type { Origin } from "../../../../sdk/errors/origin.ts";
import type { ImportReportEntry } from "../../imported-file.ts";
import type { Scope } from "./scope.ts";

/** Adds what became of a thing to the report. */
export function note(
  { path, of, findings }: Scope,
  kind: ImportReportEntry["kind"],
  key: string | undefined,
  message: string,
  where: Origin,
): void {
  findings.note({
    kind,
    what: key === undefined ? path : `${path}.${key}`,
    ...(of === undefined ? {} : { of }),
    message,
    where: [where],
  });
}
