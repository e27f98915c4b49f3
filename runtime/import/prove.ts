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
  /** How many stages have the same digest, in the environment as it is. */
  readonly digestCount: number;
  /** Images whose digests only an engine, a registry or another repository could tell. */
  readonly withoutDigests: readonly string[];
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
      const found = differences.map((difference) => within(changes, difference));
      return { ...nothingProved, environmentCount: expected.length, differences: found };
    }
  }
  const index = expected.findIndex(({ changes }) => isAsItIs(changes));
  const digests = await compareDigests(imported.graph, actual[index], source);
  return { ...digests, environmentCount: expected.length };
}

export const nothingProved: Proof = { environmentCount: 0, differences: [], digestCount: 0, withoutDigests: [] };

/** The digests by which stages are found that were built of the file before. */
async function compareDigests(
  graph: BuildGraph,
  written: BuildGraph | Error | undefined,
  { digestsOf }: ImportSource,
): Promise<Omit<Proof, "environmentCount">> {
  if (digestsOf === undefined || written === undefined || written instanceof Error) return nothingProved;
  const [expected, actual] = [await digestsOf(graph), await digestsOf(written)];
  const stages = new Set([...expected.digests.keys(), ...actual.digests.keys()]);
  const differences = [...stages].flatMap((stage) => {
    const [before, after] = [expected.digests.get(stage), actual.digests.get(stage)];
    return before === after
      ? []
      : [{ path: `digest of ${stage}`, expected: before ?? "nothing", actual: after ?? "nothing" }];
  });
  return { differences, digestCount: stages.size - differences.length, withoutDigests: expected.unknown };
}

function isAsItIs(changes: EnvironmentChanges): boolean {
  return Object.keys(changes).length === 0;
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
    try {
      found.push({ changes, imported: isAsItIs(changes) ? imported : await source.read({ changes }) });
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
