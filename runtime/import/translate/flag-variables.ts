import type { BuildFile } from "../emit/build-file.ts";
import type { Code } from "../emit/code.ts";
import { childrenOf } from "../emit/walk-code.ts";
import { textOfFlag } from "./yaml-flag.ts";

/** The environment variables that a build.ts reads as true or false: with other values there is nothing to compare. */
export function flagVariables({ functions, statements, project }: BuildFile): readonly string[] {
  const constants = new Map(statements.map(({ name, code }) => [name, code]));
  const found = new Set<string>();
  const ofText = (code: Code): void => {
    const constant = code.kind === "name" ? constants.get(code.name) : undefined;
    if (constant !== undefined) ofText(constant);
    const variable = readVariable(code);
    if (variable !== undefined) found.add(variable);
    for (const child of childrenOf(code)) ofText(child);
  };
  const walk = (code: Code): void => {
    const text = textOfFlag(code);
    if (text !== undefined) ofText(text);
    for (const child of childrenOf(code)) walk(child);
  };
  for (const code of [...functions.map(({ body }) => body), ...statements.map(({ code }) => code), project.code]) {
    walk(code);
  }
  return [...found];
}

function readVariable(code: Code): string | undefined {
  if (code.kind !== "call" || code.callee.kind !== "name" || code.callee.name !== "env") return undefined;
  const [variable] = code.args;
  return variable?.kind === "literal" ? String(variable.value) : undefined;
}
