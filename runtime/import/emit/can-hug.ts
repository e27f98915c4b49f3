import type { Code } from "./code.ts";
import { printFlat } from "./print-flat.ts";

/** Whether the last argument may keep its bracket on the line of the call. */
export function canHug(last: Code, before: readonly Code[]): boolean {
  if (before.some((arg) => printFlat(arg).includes("\n") || isBracketed(arg))) return false;
  if (isBracketed(last)) return true;
  return before.length === 0 && isTextWithLines(last);
}

/** Whether it has brackets that lines can be broken between. */
export function isBracketed(code: Code): boolean {
  return (
    (code.kind === "record" && code.members.length > 0) ||
    (code.kind === "list" && code.items.length > 0) ||
    code.kind === "arrow"
  );
}

function isTextWithLines(code: Code): boolean {
  return (code.kind === "template" || code.kind === "literal") && printFlat(code).includes("\n");
}
