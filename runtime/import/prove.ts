import { isBuilderError } from "../../sdk/errors/builder-error.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import { evaluateSource } from "./evaluate-source.ts";
import { type GraphDifference, graphDifferences } from "./graph-differences.ts";
import type { EnvironmentChanges, ImportSource } from "./import-source.ts";
import type { ImportedFile } from "./imported-file.ts";

/** What came of comparing. */
export interface Proof {
  /** Those in which the file could be read, and so there was something to compare. */
  readonly environmentCount: number;
  /** Of the first environment in which there are any. */
  readonly differences: readonly GraphDifference[];
}

/** How it is proved. */
export interface ProofOptions {
  /** File URL of the running SDK's entry. */
  readonly sdkUrl: string;
  readonly signal: AbortSignal;
  /** The file as it was read in the environment as it is. */
  readonly imported: ImportedFile;
}

/** Whether the text of a build.ts describes what a file of another tool does, in each of some environments. */
export async function prove(
  text: string,
  environments: readonly EnvironmentChanges[],
  source: ImportSource,
  { sdkUrl, signal, imported }: ProofOptions,
): Promise<Proof> {
  const expected = await readAll(environments, source, imported);
  const actual = await evaluateSource({
    source: text,
    hosts: expected.map(({ changes }) => source.host(changes)),
    sdkUrl,
    signal,
  });
  for (const [index, { imported, changes }] of expected.entries()) {
    const graph = actual[index];
    const differences = compare(imported.graph, graph);
    if (differences.length > 0) {
      return { environmentCount: expected.length, differences: differences.map((found) => within(changes, found)) };
    }
  }
  return { environmentCount: expected.length, differences: [] };
}

function compare(expected: BuildGraph, actual: BuildGraph | Error | undefined): readonly GraphDifference[] {
  if (actual !== undefined && !(actual instanceof Error)) return graphDifferences(expected, actual);
  // A build.ts has to export something: one of a file without images cannot be evaluated.
  const isEmpty = expected.images.length === 0 && expected.pipelines.length === 0;
  if (isEmpty && isBuilderError(actual) && actual.code === "LOAD.EMPTY") return [];
  return [{ path: "build.ts", expected: "a description", actual: `the error ${actual?.message ?? "of no text"}` }];
}

interface Expected {
  readonly changes: EnvironmentChanges;
  readonly imported: ImportedFile;
}

/** An environment that the file cannot be read in says nothing of what it means there. */
async function readAll(
  environments: readonly EnvironmentChanges[],
  source: ImportSource,
  imported: ImportedFile,
): Promise<readonly Expected[]> {
  const found: Expected[] = [];
  for (const changes of environments) {
    const isAsItIs = Object.keys(changes).length === 0;
    try {
      found.push({ changes, imported: isAsItIs ? imported : await source.read({ changes }) });
    } catch (error) {
      if (!isBuilderError(error)) throw error;
    }
  }
  return found;
}

function within(changes: EnvironmentChanges, difference: GraphDifference): GraphDifference {
  const names = Object.keys(changes);
  if (names.length === 0) return difference;
  const values = names.map((name) => (changes[name] === undefined ? `${name} not set` : `${name}=${changes[name]}`));
  return { ...difference, path: `${difference.path} (with ${values.join(", ")})` };
}
