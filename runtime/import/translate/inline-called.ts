import type { Code } from "../emit/code.ts";
import type { FunctionTable } from "./function-table.ts";
import type { SymbolicFindings } from "./symbolic-probe.ts";

/** Gives up the functions that some codes call, other than those that return a text; whether there are any. */
export function inlineCalled(
  codes: readonly Code[],
  { bodies, parts }: SymbolicFindings,
  functions: FunctionTable,
): boolean {
  const called = new Set(codes.map((code) => calleeOf(code.kind === "spread" ? code.of : code)));
  const notTexts = [...bodies].flatMap(([template, { kind }]) => (kind === "text" ? [] : [template]));
  const templates = [...notTexts, ...parts.map(({ template }) => template)];
  const given = templates.filter((template) => called.has(functions.nameOf(template)));
  for (const template of given) functions.inline(template);
  return given.length > 0;
}

function calleeOf(code: Code): string | undefined {
  return code.kind === "call" && code.callee.kind === "name" ? code.callee.name : undefined;
}
