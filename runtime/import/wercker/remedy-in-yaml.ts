import type { Diagnostic } from "../../../sdk/errors/builder-error.ts";

/** A finding about a graph with what to do about it in a wercker.yml, where the graph's own advice speaks of a build.ts. */
export function remedyInYaml(finding: Diagnostic): Diagnostic {
  const remedy = remedies.get(finding.code);
  return remedy === undefined ? finding : { ...finding, next: [remedy] };
}

const remedies: ReadonlyMap<string, string> = new Map([
  ["GRAPH.BASE_PATH", "Use a folder of its own: base-path: /app"],
  ["GRAPH.SOURCE_PATH", "Write it relative to the folder of the file, without `..`."],
  ["GRAPH.DUPLICATE_NAME", "Name each service: - { id: redis, name: cache }"],
]);
