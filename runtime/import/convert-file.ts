import { basename } from "node:path";
import { originsOf } from "../../sdk/errors/origin.ts";
import { describeBuildFile } from "./emit/describe-build-file.ts";
import { printBuildFile } from "./emit/print-build-file.ts";
import { notEqual } from "./errors.ts";
import { frozenEntries } from "./frozen-entries.ts";
import type { GraphDifference } from "./graph-differences.ts";
import type { EnvironmentChanges, ImportSource } from "./import-source.ts";
import type { ImportedFile, ImportReportEntry } from "./imported-file.ts";
import { otherEnvironments } from "./other-environments.ts";
import { nothingProved, type Proof, prove } from "./prove.ts";
import { commentsOf } from "./source-comments.ts";
import { flagVariables } from "./translate/flag-variables.ts";
import {
  type TranslatedTemplate,
  type TranslationDepth,
  translateTemplate,
  translationDepths,
} from "./translate/translate-template.ts";
import type { TemplateProbe } from "./werf/gotemplate/probe.ts";

/** How a file is converted. */
export interface ConvertOptions {
  /** Whether what is written is evaluated and compared with what was read. */
  readonly isVerified: boolean;
  /** File URL of the running SDK's entry. */
  readonly sdkUrl: string;
  readonly signal: AbortSignal;
}

/** A file of another tool as a build.ts. */
export interface Conversion {
  readonly imported: ImportedFile;
  /** The text of the build.ts. */
  readonly source: string;
  /** What became of what the file says, in its order. */
  readonly report: readonly ImportReportEntry[];
  /** In how many environments the build.ts was seen to mean the same; 0: nobody looked. */
  readonly environmentCount: number;
  /** How many stages were seen to have the same digest; 0 also where the digests are not those of another tool. */
  readonly digestCount: number;
}

/**
 * Writes a build.ts that says what a file of another tool says, and proves it: the text is evaluated, and its graph must be that of the
 * file, in the environment as it is and, where a template became code, in others. What does not stand the proof is written less cleverly:
 * without conditions, and then as it was rendered.
 *
 * Errors: those of reading the file; `IMPORT.NOT_EQUAL`
 */
export async function convertFile(source: ImportSource, options: ConvertOptions): Promise<Conversion> {
  const imported = await source.read({});
  const given = await conversions(imported, source);
  const report = [...imported.report];
  let differences: readonly GraphDifference[] = [];
  for (const { depth, write } of given) {
    const { file, frozen } = await write();
    const text = printBuildFile(file);
    const others = depth === "nothing" ? { usual: [], empty: [] } : otherEnvironments(imported, flagVariables(file));
    const test = (environments: readonly EnvironmentChanges[]): Promise<Proof> | Proof =>
      options.isVerified && environments.length > 0
        ? prove(text, environments, source, { ...options, imported })
        : nothingProved;
    const proof = await test([{}, ...others.usual]);
    if (proof.differences.length === 0) {
      const empty = await test(others.empty);
      report.push(...frozenEntries(frozen), ...whereEmpty(imported.file, empty.differences));
      report.push(...withoutDigests(imported, proof));
      return {
        imported,
        source: text,
        report: inOrder(report, imported),
        digestCount: proof.digestCount,
        environmentCount: proof.environmentCount + (empty.differences.length === 0 ? empty.environmentCount : 0),
      };
    }
    differences = proof.differences;
    report.push(retreat(imported.file, depth, proof.differences));
  }
  throw notEqual(imported.file, differences);
}

interface Attempt {
  readonly depth: TranslationDepth;
  write(): Promise<TranslatedTemplate>;
}

/** The ways to write it, the best first. */
async function conversions(imported: ImportedFile, source: ImportSource): Promise<readonly Attempt[]> {
  const comments = commentsOf(imported);
  const asRendered = async (): Promise<TranslatedTemplate> => ({
    file: describeBuildFile(imported.graph, { comments }),
    frozen: [],
  });
  if (!hasActions(imported)) return [{ depth: "nothing", write: asRendered }];
  const template = {
    read: (probe: TemplateProbe) => source.read({ probe }),
    allowsUnsetEnv: source.allowsUnsetEnv,
    commentsOf,
  };
  return translationDepths.map((depth) => ({ depth, write: () => translateTemplate(template, depth) }));
}

/** Whether a file is more than text. */
function hasActions({ template }: ImportedFile): boolean {
  return template?.root.root.nodes.some(({ kind }) => kind !== "text" && kind !== "comment") === true;
}

/** What is written less cleverly, and why. */
function retreat(file: string, depth: TranslationDepth, [difference]: readonly GraphDifference[]): ImportReportEntry {
  const what = `${depth} of the template`;
  const why =
    difference === undefined ? "" : ` (${difference.path}: ${difference.expected} became ${difference.actual})`;
  return {
    kind: "approximated",
    what,
    message: `written as code they did not mean the same${why}: the build.ts has what came of them when it was imported`,
    where: [{ file: basename(file), line: 1, column: 1 }],
  };
}

/** What differs where variables are empty or not set. */
function whereEmpty(file: string, differences: readonly GraphDifference[]): readonly ImportReportEntry[] {
  return differences.map(({ path, expected, actual }) => ({
    kind: "approximated",
    what: path,
    message: `${basename(file)} gives ${expected} and the build.ts ${actual}`,
    where: [{ file: basename(file), line: 1, column: 1 }],
  }));
}

/** Images of which nobody could tell here that their stages are found again. */
function withoutDigests({ graph }: ImportedFile, proof: Proof): readonly ImportReportEntry[] {
  return proof.withoutDigests.map((name) => ({
    kind: "translated",
    what: "digests",
    of: name,
    message:
      "not compared: they depend on an image of a registry, on another repository, or on a file that is not there",
    where: originsOf(...graph.images.filter((image) => image.name === name)),
  }));
}

/** As the file has them; what other files have comes last. */
function inOrder(entries: readonly ImportReportEntry[], { sources }: ImportedFile): readonly ImportReportEntry[] {
  const rank = ({ where: [origin] }: ImportReportEntry): number => {
    const index = sources.findIndex(({ file }) => file === origin?.file);
    return index < 0 ? sources.length : index;
  };
  const line = ({ where: [origin] }: ImportReportEntry): number => origin?.line ?? 0;
  return [...entries].sort((a, b) => rank(a) - rank(b) || line(a) - line(b));
}
