import type { Code } from "./code.ts";

/** The opposite of a condition, without a double negation. */
export function negated(code: Code): Code {
  if (code.kind === "not") return code.operand;
  if (code.kind === "literal" && typeof code.value === "boolean") return { ...code, value: !code.value };
  if (code.kind === "operation" && code.operator === "===") return { ...code, operator: "!==" };
  if (code.kind === "operation" && code.operator === "!==") return { ...code, operator: "===" };
  return { kind: "not", operand: code };
}
