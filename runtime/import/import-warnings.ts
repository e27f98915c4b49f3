import type { Diagnostic } from "../../sdk/errors/builder-error.ts";
import type { ImportedFile, ImportReportEntry } from "./imported-file.ts";

/**
 * What of an imported file is not simply translated, for somebody who uses it as it is. `targets` are the pipelines that are run: what
 * concerns others is left out then.
 */
export function importWarnings({ report, graph }: ImportedFile, targets?: readonly string[]): readonly Diagnostic[] {
  const others = new Set(targets === undefined ? [] : graph.pipelines.map(({ name }) => name));
  for (const target of targets ?? []) {
    const runs = graph.workflows.find(({ name }) => name === target)?.runs ?? [];
    for (const name of [target, ...runs.map(({ pipeline }) => pipeline)]) others.delete(name);
  }
  return report.filter(({ kind, of }) => kind !== "translated" && (of === undefined || !others.has(of))).map(toWarning);
}

function toWarning({ kind, what, message, where }: ImportReportEntry): Diagnostic {
  const code = kind === "approximated" ? "IMPORT.APPROXIMATED" : "IMPORT.LEFT_OUT";
  return { code, message: `${what}: ${message}`, where };
}
