import type { BuildFile } from "../emit/build-file.ts";
import type { Code } from "../emit/code.ts";
import { mergeFiles } from "../emit/merge-files.ts";
import { simplifyCode, withoutCopy } from "../emit/simplify-code.ts";
import { collectNames } from "../emit/walk-code.ts";
import { describeReading } from "./describe-reading.ts";
import { distinctFrozen } from "./distinct-frozen.ts";
import { finishFunctions } from "./finish-functions.ts";
import { createFunctionTable } from "./function-table.ts";
import { createNameTable, type NameTable } from "./name-table.ts";
import { readSymbolically, type SymbolicReader, type TemplateSource } from "./read-symbolically.ts";
import type { FrozenStatement } from "./symbolic-probe.ts";

/** How much is translated: everything, all but functions, all but conditions too, nothing. */
export const translationDepths = ["functions", "conditions", "values", "nothing"] as const;

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
  const functions = createFunctionTable(names, depth === "functions");
  const hasConditions = depth === "functions" || depth === "conditions";
  // Which templates are functions, and of what, turns out on the way.
  for (;;) {
    const version = functions.version();
    const reader = { source, names, functions, hasWords: depth !== "nothing", flags: new Map<string, boolean>() };
    const translated = await translateOnce(reader, hasConditions, () => functions.version() === version);
    if (translated !== undefined) return translated;
  }
}

/** @param isCurrent - Whether what is known of the functions is what the translation began with: otherwise it is in vain. */
async function translateOnce(
  shared: Omit<SymbolicReader, "count">,
  hasConditions: boolean,
  isCurrent: () => boolean,
): Promise<TranslatedTemplate | undefined> {
  const frozen: FrozenStatement[] = [];
  let readings = 0;
  const reader: SymbolicReader = { ...shared, count: () => readings++ };

  const explore = async (decisions: Decisions): Promise<BuildFile | undefined> => {
    const reading = await readSymbolically(reader, decisions);
    if (reading === undefined || !isCurrent()) return undefined;
    const [condition] = reading.findings.open;
    if (condition === undefined) {
      frozen.push(...reading.findings.frozen);
      return describeReading(reading, reader);
    }
    const { key } = condition;
    if (isRuledOut(condition.code, decisions)) return explore(new Map([...decisions, [key, false]]));
    if (hasConditions && readings < mostReadings) {
      const whenTrue = await explore(new Map([...decisions, [key, true]]));
      const whenFalse = whenTrue && (await explore(new Map([...decisions, [key, false]])));
      const merged = whenTrue && whenFalse && mergeFiles(condition.code, whenTrue, whenFalse);
      if (merged !== undefined) return merged;
    }
    return isCurrent() ? explore(new Map([...decisions, [key, "asIs"]])) : undefined;
  };

  const file = await explore(new Map());
  if (!isCurrent()) return undefined;
  if (file === undefined) throw new Error("a template that could be read cannot be read again");
  return {
    file: withVariables(simplify(finishFunctions(file)), shared.names),
    frozen: distinctFrozen(frozen),
  };
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

function simplify({ functions, statements, project, ...file }: BuildFile): BuildFile {
  return {
    ...file,
    functions: functions.map((statement) => ({ ...statement, body: withoutCopy(simplifyCode(statement.body)) })),
    statements: statements.map((statement) => ({ ...statement, code: simplifyCode(statement.code) })),
    project: { ...project, code: simplifyCode(project.code) },
  };
}

/** Constants for the variables that are used, before everything else. */
function withVariables(file: BuildFile, names: NameTable): BuildFile {
  const used = new Set<string>();
  for (const { body } of file.functions) collectNames(body, used);
  for (const { code } of file.statements) collectNames(code, used);
  collectNames(file.project.code, used);
  const variables = names.variables().toReversed();
  const needed = variables.filter(({ name, code }) => {
    if (used.has(name)) collectNames(code, used);
    return used.has(name);
  });
  return { ...file, statements: [...needed.toReversed(), ...file.statements] };
}
