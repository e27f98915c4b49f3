import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import type { BuildGraph } from "../../../sdk/model/build-graph.ts";
import type { BuildFile } from "../emit/build-file.ts";
import type { Code } from "../emit/code.ts";
import type { SourceComment } from "../emit/comment-places.ts";
import { describeBuildFile } from "../emit/describe-build-file.ts";
import { foldStatements } from "../emit/fold-statements.ts";
import { fillHoles } from "../emit/loops.ts";
import { mergeFiles } from "../emit/merge-files.ts";
import { collectNames } from "../emit/walk-code.ts";
import { frozenComments } from "../frozen-entries.ts";
import { graphDifferences } from "../graph-differences.ts";
import type { ImportedFile } from "../imported-file.ts";
import type { TemplateProbe } from "../werf/gotemplate/probe.ts";
import { createHoleTable, type HoleTable } from "./hole-table.ts";
import { createLoopTable } from "./loop-table.ts";
import { mapTexts, textsOf } from "./map-texts.ts";
import { createNameTable, type NameTable } from "./name-table.ts";
import { conditionKey, createSymbolicProbe, type FrozenStatement, type SymbolicFindings } from "./symbolic-probe.ts";
import { createTranslator } from "./translator.ts";

/** A template that can be imported again while somebody watches. */
export interface TemplateSource {
  read(probe: TemplateProbe): Promise<ImportedFile>;
  /** Whether a variable that is not set is nothing rather than an error. */
  readonly allowsUnsetEnv: boolean;
  commentsOf(file: ImportedFile): readonly SourceComment[];
}

/** How much is translated: everything, all but conditions, nothing. */
export const translationDepths = ["conditions", "values", "nothing"] as const;

export type TranslationDepth = (typeof translationDepths)[number];

/** A template as a build.ts. */
export interface TranslatedTemplate {
  readonly file: BuildFile;
  /** What depends on something and has the value that it had when it was imported. */
  readonly frozen: readonly FrozenStatement[];
}

/** So many times a template is executed before the rest of its conditions stay as they are. */
const mostReadings = 64;

/**
 * Writes code that says what a template says, and not only what it was rendered to: the template is executed with words in place of what
 * depends on something, and once for each way that its conditions can go; what comes of it is put together.
 */
export async function translateTemplate(source: TemplateSource, depth: TranslationDepth): Promise<TranslatedTemplate> {
  const names = createNameTable();
  const frozen: FrozenStatement[] = [];
  let readings = 0;

  const explore = async (decisions: Decisions): Promise<BuildFile | undefined> => {
    const reading = await readSymbolically(source, names, decisions, depth, () => ++readings);
    if (reading === undefined) return undefined;
    const [condition] = reading.findings.open;
    if (condition === undefined) {
      frozen.push(...reading.findings.frozen);
      return describe(reading, source, names);
    }
    const key = conditionKey(condition);
    if (isRuledOut(condition.code, decisions)) return explore(new Map([...decisions, [key, false]]));
    if (depth === "conditions" && readings < mostReadings) {
      const whenTrue = await explore(new Map([...decisions, [key, true]]));
      const whenFalse = whenTrue && (await explore(new Map([...decisions, [key, false]])));
      const merged = whenTrue && whenFalse && mergeFiles(condition.code, whenTrue, whenFalse);
      if (merged !== undefined) return merged;
    }
    return explore(new Map([...decisions, [key, "asIs"]]));
  };

  const file = await explore(new Map());
  if (file === undefined) throw new Error("a template that could be read cannot be read again");
  return { file: withVariables(file, names), frozen: distinct(frozen) };
}

type Decisions = ReadonlyMap<string, boolean | "asIs">;

/** What is equal to one text is equal to no other. */
function isRuledOut(condition: Code, decisions: Decisions): boolean {
  if (condition.kind !== "operation" || condition.operator !== "===" || condition.right.kind !== "literal")
    return false;
  const { left, right } = condition;
  return [...decisions].some(([key, decided]) => {
    const prefix = JSON.stringify({ ...condition, right: undefined }).slice(0, -1);
    return decided === true && key.startsWith(`${prefix},`) && key !== JSON.stringify({ ...condition, left, right });
  });
}

interface Reading {
  readonly imported: ImportedFile;
  readonly table: HoleTable;
  readonly findings: SymbolicFindings;
}

/** The file with words in it, as many as it bears; undefined where it cannot be read under these decisions. */
async function readSymbolically(
  source: TemplateSource,
  names: NameTable,
  decisions: Decisions,
  depth: TranslationDepth,
  count: () => number,
): Promise<Reading | undefined> {
  const attempt = async (plain: ReadonlySet<string> | "all"): Promise<Reading | undefined> => {
    const table = createHoleTable();
    const translator = createTranslator(names, source);
    const loops = createLoopTable(names, translator);
    const { probe, findings } = createSymbolicProbe({ plain, decisions }, table, translator, loops);
    count();
    try {
      return { imported: await source.read(probe), table, findings };
    } catch (error) {
      if (isBuilderError(error)) return undefined;
      throw error;
    }
  };

  const rendered = await attempt("all");
  // Nobody needs words where a condition is still to be decided.
  if (rendered === undefined || depth === "nothing" || rendered.findings.open.length > 0) return rendered;
  const all = await probeAll();
  return all ?? rendered;

  /** Leaves out the actions whose words the file does not bear: where a number is wanted, or a name that something refers to. */
  async function probeAll(): Promise<Reading | undefined> {
    let plain: ReadonlySet<string> = new Set();
    let candidates: readonly string[] | undefined;
    for (let round = 0; round < mostRounds; round++) {
      const reading = await attempt(plain);
      if (reading === undefined) candidates ??= await replaceable();
      const wrong =
        reading === undefined ? await refused(candidates ?? [], plain) : wrongPlaces(reading, rendered?.imported.graph);
      if (wrong.size === 0) return reading;
      plain = new Set([...plain, ...wrong]);
    }
    return undefined;
  }

  /** All actions that words can be put in place of. */
  async function replaceable(): Promise<readonly string[]> {
    const table = createHoleTable();
    const translator = createTranslator(names, source);
    const { probe, findings } = createSymbolicProbe(
      { plain: new Set(), decisions },
      table,
      translator,
      createLoopTable(names, translator),
    );
    try {
      await source.read(probe);
    } catch (error) {
      if (!isBuilderError(error)) throw error;
    }
    return [...new Set(findings.replaced.values())];
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

/** Where a text with words in it is not what was rendered: something looked at its value. */
function wrongPlaces({ imported, table, findings }: Reading, rendered: BuildGraph | undefined): ReadonlySet<string> {
  if (rendered === undefined) return new Set();
  const filled = mapTexts(imported.graph, table.toText);
  if (graphDifferences(rendered, filled).length === 0) return new Set();
  const right = new Set(textsOf(rendered));
  const wrong = textsOf(imported.graph).filter(
    (text) => table.wordsIn(text).length > 0 && !right.has(table.toText(text)),
  );
  const places = wrong.flatMap((text) => table.wordsIn(text).map((word) => findings.replaced.get(word) ?? ""));
  return new Set(places.length > 0 ? places : findings.replaced.values());
}

function describe({ imported, table, findings }: Reading, source: TemplateSource, names: NameTable): BuildFile {
  const file = describeBuildFile(imported.graph, {
    comments: [...source.commentsOf(imported), ...frozenComments(distinct(findings.frozen))],
    text: table.toCode,
    constantOf: (name, kind) => names.constantOf(table.toText(name), kind),
  });
  const statements = foldStatements(file.statements, names.loopConstants());
  return {
    ...file,
    statements: statements.map((statement) => ({ ...statement, code: fillHoles(statement.code) })),
    project: { ...file.project, code: fillHoles(file.project.code) },
  };
}

/** Constants for the variables that are used, before everything else. */
function withVariables(file: BuildFile, names: NameTable): BuildFile {
  const used = new Set<string>();
  for (const { code } of file.statements) collectNames(code, used);
  collectNames(file.project.code, used);
  const variables = names.variables().toReversed();
  const needed = variables.filter(({ name, code }) => {
    if (used.has(name)) collectNames(code, used);
    return used.has(name);
  });
  return { ...file, statements: [...needed.toReversed(), ...file.statements] };
}

function distinct(frozen: readonly FrozenStatement[]): readonly FrozenStatement[] {
  const seen = new Set<string>();
  return frozen.filter(({ statement, outcome }) => {
    const key = `${statement.pos} ${statement.kind} ${outcome}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
