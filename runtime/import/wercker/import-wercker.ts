import { basename } from "node:path";
import { validateGraph } from "../../../sdk/model/validate.ts";
import { projectNameFor } from "../../load/project-name.ts";
import type { ImportedFile } from "../imported-file.ts";
import { decodeText } from "./decode-text.ts";
import { noPipelines, wrongFile } from "./errors.ts";
import { createFindings } from "./findings.ts";
import type { BuiltInSteps } from "./graph/scope.ts";
import { parseFile } from "./parse-file.ts";
import { readComments } from "./read-comments.ts";
import { readYaml } from "./read-yaml.ts";
import { remedyInYaml } from "./remedy-in-yaml.ts";
import { toGraph } from "./to-graph.ts";

/** A wercker.yml that is to be imported. */
export interface WerckerImport {
  /** Absolute path. */
  readonly file: string;
  readonly content: Uint8Array;
  readonly builtInSteps: BuiltInSteps;
}

/**
 * Reads a wercker.yml: YAML → what wercker understood → the graph that a build.ts of the same meaning gives. What wercker dropped in
 * silence or crashed on is an error with its place; what it ignored and what differs is in the report.
 *
 * Errors: `WERCKER.*`, `GRAPH.*`
 */
export function importWercker({ file, content, builtInSteps }: WerckerImport): ImportedFile {
  const name = basename(file);
  const findings = createFindings();
  const text = decodeText(content, name);
  const parsed = parseFile(readYaml(text, name), findings);
  const graph = toGraph(parsed, { project: projectNameFor(file), builtInSteps, findings });
  if (findings.errors.length === 0 && graph.pipelines.length === 0) findings.error(noPipelines(name));
  const problems = findings.errors.length > 0 ? findings.errors : validateGraph(graph).map(remedyInYaml);
  const [first, ...others] = problems;
  if (first !== undefined) throw wrongFile(first, others);
  return {
    format: "wercker",
    file,
    graph,
    report: findings.entries(),
    comments: readComments(text, name),
    sources: [{ file: name, role: "config", content }],
    environment: [],
    inputs: [file],
  };
}
