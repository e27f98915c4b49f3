import { chainOf } from "./call-chain.ts";
import type { CallCode, Code } from "./code.ts";
import { isMultiLine } from "./print-text.ts";

/** Whether lines are wanted although it might fit on one. */
export function mustBreak(code: Code): boolean {
  switch (code.kind) {
    case "commented":
      return true;
    case "arrow":
      return code.constants.length > 0 || mustBreak(code.body);
    case "call":
      return code.comments !== undefined || isComplexChain(code) || mustBreak(code.callee) || code.args.some(mustBreak);
    case "member":
      return mustBreak(code.object);
    case "list":
      return code.items.some(mustBreak);
    case "record":
      return code.members.some((member) => mustBreak("kind" in member ? member : member.value));
    case "conditional":
      return mustBreak(code.whenTrue) || mustBreak(code.whenFalse);
    case "spread":
      return mustBreak(code.of);
    case "literal":
    case "template":
    case "name":
    case "regexp":
    case "operation":
    case "not":
    case "hole":
      return false;
  }
}

/** A chain of more than two calls, one of which has arguments that take some reading. */
function isComplexChain(code: CallCode): boolean {
  const { head, calls } = chainOf(code);
  const [first, ...others] = calls;
  if (first === undefined) return false;
  const inHead = head.kind === "call" ? head.args : [];
  const count = calls.length + (head.kind === "call" ? 1 : 0);
  return count > 2 && [inHead, first.args, ...others.map(({ args }) => args)].flat().some((arg) => !isSimple(arg, 0));
}

/** What Biome takes for simple: not more than two levels of brackets, no conditions, no computed names. */
function isSimple(code: Code, depth: number): boolean {
  if (depth >= 2) return false;
  switch (code.kind) {
    case "literal":
      return typeof code.value !== "string" || !isMultiLine(code.value);
    case "name":
    case "regexp":
      return true;
    case "template":
      return code.parts.every((part) => typeof part === "string" || part.kind === "name" || part.kind === "member");
    case "list":
      return code.items.every((item) => isSimple(item, depth + 1));
    case "record":
      return code.members.every(
        (item) => !("kind" in item) && item.key.kind === "literal" && isSimple(item.value, depth + 1),
      );
    case "call":
      return isSimple(code.callee, depth) && code.args.every((arg) => isSimple(arg, depth + 1));
    case "member":
      return isSimple(code.object, depth);
    case "not":
      return isSimple(code.operand, depth);
    case "arrow":
      return true;
    case "hole":
    case "conditional":
    case "operation":
    case "spread":
    case "commented":
      return false;
  }
}
