import type { BuildFile, ConstStatement, FunctionStatement } from "./build-file.ts";
import { type Code, name } from "./code.ts";
import { mergeCode } from "./merge-code.ts";
import { collectNames } from "./walk-code.ts";

/**
 * One file for two: `test` says which of them it is. Undefined where that cannot be written: an image that exists in one of them
 * alone and that others use.
 */
export function mergeFiles(test: Code, whenTrue: BuildFile, whenFalse: BuildFile): BuildFile | undefined {
  const functions = mergeFunctions(test, whenTrue.functions, whenFalse.functions);
  const others = new Map(whenFalse.statements.map((statement) => [statement.name, statement]));
  const merged: ConstStatement[] = [];
  for (const statement of whenTrue.statements) {
    const other = others.get(statement.name);
    others.delete(statement.name);
    const code =
      other === undefined
        ? optional(test, statement.code, name("undefined"))
        : mergeCode(test, statement.code, other.code);
    merged.push({ ...statement, comments: union(statement.comments, other?.comments ?? []), code });
  }
  for (const statement of others.values()) {
    merged.push({ ...statement, code: optional(test, name("undefined"), statement.code) });
  }
  const isOptional = new Set(
    merged.filter(({ code }) => code.kind === "conditional" && isUndefined(code)).map((statement) => statement.name),
  );
  const mentioned = new Set<string>();
  for (const { code } of merged) collectNames(code, mentioned);
  for (const { body } of functions) collectNames(body, mentioned);
  if ([...isOptional].some((constant) => mentioned.has(constant))) return undefined;
  const project = {
    comments: union(whenTrue.project.comments, whenFalse.project.comments),
    code: mergeCode(test, whenTrue.project.code, whenFalse.project.code),
  };
  const file = { header: union(whenTrue.header, whenFalse.header), functions, statements: merged, project };
  return isOutside(test, file) ? undefined : file;
}

/** What only one of the files calls is as that has it. */
function mergeFunctions(
  test: Code,
  whenTrue: readonly FunctionStatement[],
  whenFalse: readonly FunctionStatement[],
): readonly FunctionStatement[] {
  const others = new Map(whenFalse.map((statement) => [statement.name, statement]));
  const merged = whenTrue.map((statement) => {
    const other = others.get(statement.name);
    others.delete(statement.name);
    return other === undefined ? statement : { ...statement, body: mergeCode(test, statement.body, other.body) };
  });
  return [...merged, ...others.values()];
}

/** Whether a condition on a parameter stands where there is no such parameter. */
function isOutside(test: Code, { functions, statements, project }: BuildFile): boolean {
  const inTest = new Set<string>();
  collectNames(test, inTest);
  const parametersInTest = (parameters: readonly { readonly name: string }[]) =>
    parameters.some(({ name: parameter }) => inTest.has(parameter));
  const owners = functions.filter(({ parameters }) => parametersInTest(parameters));
  if (owners.length === 0) return false;
  const key = JSON.stringify(test);
  const others = [...functions.filter((one) => !owners.includes(one)).map(({ body }) => body), project.code];
  return [...others, ...statements.map(({ code }) => code)].some((code) => JSON.stringify(code).includes(key));
}

function optional(test: Code, whenTrue: Code, whenFalse: Code): Code {
  return { kind: "conditional", test, whenTrue, whenFalse };
}

function isUndefined({ whenTrue, whenFalse }: { readonly whenTrue: Code; readonly whenFalse: Code }): boolean {
  return [whenTrue, whenFalse].some((code) => code.kind === "name" && code.name === "undefined");
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...a, ...b.filter((line) => !a.includes(line))];
}
