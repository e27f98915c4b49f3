import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import type { BuildGraph } from "../../../sdk/model/build-graph.ts";
import type { Code } from "../emit/code.ts";
import type { SourceComment } from "../emit/comment-places.ts";
import { graphDifferences } from "../graph-differences.ts";
import type { ImportedFile } from "../imported-file.ts";
import type { TemplateProbe } from "../werf/gotemplate/probe.ts";
import type { FunctionTable } from "./function-table.ts";
import { createHoleTable, type HoleTable } from "./hole-table.ts";
import { inlineCalled } from "./inline-called.ts";
import { createLoopTable } from "./loop-table.ts";
import { mapTexts, textsOf } from "./map-texts.ts";
import type { NameTable } from "./name-table.ts";
import { createSymbolicProbe, type SymbolicFindings } from "./symbolic-probe.ts";
import type { SymbolicRun } from "./symbolic-run.ts";
import { createTranslator } from "./translator.ts";

/** A template that can be imported again while somebody watches. */
export interface TemplateSource {
  read(probe: TemplateProbe): Promise<ImportedFile>;
  /** Whether a variable that is not set is nothing rather than an error. */
  readonly allowsUnsetEnv: boolean;
  commentsOf(file: ImportedFile): readonly SourceComment[];
}

/** What all readings of one template share. */
export interface SymbolicReader {
  readonly source: TemplateSource;
  readonly names: NameTable;
  readonly functions: FunctionTable;
  /** Whether words are put in place of values at all. */
  readonly hasWords: boolean;
  /** Actions of which it has turned out whether YAML reads true or false there. */
  readonly flags: Map<string, boolean>;
  /** Told of each time that the template is executed. */
  readonly count: () => void;
}

/** A file with words in place of what depends on something. */
export interface SymbolicReading {
  readonly imported: ImportedFile;
  readonly table: HoleTable;
  readonly findings: SymbolicFindings;
}

/** The file with words in it, as many as it bears; undefined where it cannot be read under these decisions. */
export async function readSymbolically(
  { source, names, functions, hasWords, flags, count }: SymbolicReader,
  decisions: SymbolicRun["decisions"],
): Promise<SymbolicReading | undefined> {
  const watch = (plain: ReadonlySet<string> | "all", respelled?: string) => {
    const table = createHoleTable();
    const translator = createTranslator(names, source, functions);
    const loops = createLoopTable(names, translator, functions);
    return {
      table,
      ...createSymbolicProbe(
        { plain, decisions, flags, ...(respelled === undefined ? {} : { respelled }) },
        { table, translator, loops, functions },
      ),
    };
  };
  const attempt = async (
    plain: ReadonlySet<string> | "all",
    respelled?: string,
  ): Promise<SymbolicReading | undefined> => {
    const version = functions.version();
    const { table, probe, findings } = watch(plain, respelled);
    count();
    try {
      const imported = await source.read(probe);
      const isFinal = functions.version() === version && !inlineMisplaced(imported, table, findings, functions);
      return isFinal ? { imported, table, findings } : attempt(plain, respelled);
    } catch (error) {
      if (!isBuilderError(error)) throw error;
      return functions.version() === version ? undefined : attempt(plain, respelled);
    }
  };

  const rendered = await attempt("all");
  // Nobody needs words where a condition is still to be decided.
  if (rendered === undefined || !hasWords || rendered.findings.open.length > 0) return rendered;
  const all = await probeAll();
  return all ?? rendered;

  /** Leaves out the actions whose words the file does not bear: where a number is wanted, or a name that something refers to. */
  async function probeAll(): Promise<SymbolicReading | undefined> {
    let plain: ReadonlySet<string> = new Set([...flags].flatMap(([place, isFlag]) => (isFlag ? [place] : [])));
    let candidates: readonly string[] | undefined;
    for (let round = 0; round < mostRounds; round++) {
      const reading = await attempt(plain);
      if (reading === undefined) candidates ??= await replaceable();
      const wrong =
        reading === undefined ? await refused(candidates ?? [], plain) : wrongPlaces(reading, rendered?.imported.graph);
      if (wrong.size === 0) return reading && judgeFlags(reading, plain);
      plain = new Set([...plain, ...wrong]);
    }
    return undefined;
  }

  /** Where YAML wants true or false it takes no word, and it makes no difference how that is written. */
  async function judgeFlags(
    reading: SymbolicReading,
    plain: ReadonlySet<string>,
  ): Promise<SymbolicReading | undefined> {
    let isRight = true;
    for (const { flag } of reading.findings.open) {
      if (flag === undefined || flags.has(flag)) continue;
      const respelled = await attempt(plain, flag);
      const isSame = respelled !== undefined && graphDifferences(textual(reading), textual(respelled)).length === 0;
      const isFlag = isSame && (await attempt(new Set([...plain].filter((place) => place !== flag)))) === undefined;
      flags.set(flag, isFlag);
      isRight &&= isFlag;
    }
    return isRight ? reading : attempt(plain);
  }

  /** All actions that words can be put in place of. */
  async function replaceable(): Promise<readonly string[]> {
    const { probe, findings } = watch(new Set());
    try {
      await source.read(probe);
    } catch (error) {
      if (!isBuilderError(error)) throw error;
    }
    return placesOf(findings);
  }

  /** Those among some actions without which the others can be read: found by halves. */
  async function refused(candidates: readonly string[], plain: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const open = candidates.filter((place) => !plain.has(place));
    const [only] = open;
    if (only === undefined) return new Set();
    if (open.length === 1) return new Set([only]);
    const half = Math.ceil(open.length / 2);
    const wrong = new Set<string>();
    for (const part of [open.slice(0, half), open.slice(half)]) {
      const others = open.filter((place) => !part.includes(place));
      const reading = await attempt(new Set([...plain, ...others]));
      if (reading === undefined)
        for (const place of await refused(part, new Set([...plain, ...others]))) wrong.add(place);
    }
    return wrong.size === 0 ? new Set(open) : wrong;
  }
}

const mostRounds = 6;

/** What was read with the texts that were rendered. */
function textual({ imported, table }: SymbolicReading): BuildGraph {
  return mapTexts(imported.graph, table.toText);
}

/** Where a text with words in it is not what was rendered: something looked at its value. */
function wrongPlaces(reading: SymbolicReading, rendered: BuildGraph | undefined): ReadonlySet<string> {
  if (rendered === undefined) return new Set();
  const { imported, table, findings } = reading;
  if (graphDifferences(rendered, textual(reading)).length === 0) return new Set();
  const right = new Set(textsOf(rendered));
  const wrong = textsOf(imported.graph).filter(
    (text) => table.wordsIn(text).length > 0 && !right.has(table.toText(text)) && !isSpread(table.toCode(text)),
  );
  const places = wrong.flatMap((text) =>
    table.wordsIn(text).flatMap((word) => [...(findings.replaced.get(word) ?? [])]),
  );
  // What functions return is not in the graph, and so that is never the same.
  if (places.length === 0 && findings.bodies.size > 0) return new Set();
  return new Set(places.length > 0 ? places : placesOf(findings));
}

function placesOf({ replaced }: SymbolicFindings): readonly string[] {
  return [...new Set([...replaced.values()].flatMap((places) => [...places]))];
}

/** Functions whose words have come to stand inside of another text: what they return is no text. */
function inlineMisplaced(
  { graph }: ImportedFile,
  table: HoleTable,
  findings: SymbolicFindings,
  functions: FunctionTable,
): boolean {
  const texts = textsOf(graph).filter((text) => table.wordsIn(text).length > 0);
  return inlineCalled(
    texts.flatMap((text) => partsOf(table.toCode(text))),
    findings,
    functions,
  );
}

/** What stands for items or members that a function returns. */
function isSpread(code: Code): boolean {
  return code.kind === "hole" && code.code.kind === "spread";
}

/** The holes in a text that says something else as well. */
function partsOf(code: Code): readonly Code[] {
  if (code.kind !== "template") return [];
  return code.parts.flatMap((part) => (typeof part !== "string" && part.kind === "hole" ? [part.code] : []));
}
