import type { BuildFile, ConstStatement } from "./build-file.ts";
import { type Code, name } from "./code.ts";
import { mergeCode } from "./merge-code.ts";
import { collectNames } from "./walk-code.ts";

/**
 * One file for two: `test` says which of them it is. Undefined where that cannot be written: an image that exists in one of them
 * alone and that others use.
 */
export function mergeFiles(test: Code, whenTrue: BuildFile, whenFalse: BuildFile): BuildFile | undefined {
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
  if ([...isOptional].some((constant) => mentioned.has(constant))) return undefined;
  const project = {
    comments: union(whenTrue.project.comments, whenFalse.project.comments),
    code: mergeCode(test, whenTrue.project.code, whenFalse.project.code),
  };
  return { header: union(whenTrue.header, whenFalse.header), statements: merged, project };
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
