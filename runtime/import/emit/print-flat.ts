import type { ArrowCode, Code, ConditionalCode, OperationCode, RecordMember } from "./code.ts";
import { escapeTemplate, isMultiLine, printString } from "./print-text.ts";

/** On one line; lines of template literals excepted. */
export function printFlat(code: Code): string {
  switch (code.kind) {
    case "literal":
      return printLiteral(code.value);
    case "template":
      return `\`${code.parts.map((part) => (typeof part === "string" ? escapeTemplate(part) : `\${${printFlat(part)}}`)).join("")}\``;
    case "name":
      return code.name;
    case "regexp":
      return `/${code.source}/${code.flags}`;
    case "call":
      return `${operand(code.callee)}(${code.args.map(printFlat).join(", ")})`;
    case "member":
      return `${operand(code.object)}.${code.property}`;
    case "list":
      return `[${code.items.map(printFlat).join(", ")}]`;
    case "record":
      return code.members.length === 0 ? "{}" : `{ ${code.members.map(flatMember).join(", ")} }`;
    case "conditional":
      return `${testOf(code)} ? ${printFlat(code.whenTrue)} : ${printFlat(code.whenFalse)}`;
    case "operation":
      return `${sideOf(code, code.left)} ${code.operator} ${sideOf(code, code.right)}`;
    case "not":
      return `!${operand(code.operand)}`;
    case "spread":
      return `...${operand(code.of)}`;
    case "arrow":
      return `(${code.parameters.join(", ")}) => ${arrowBody(code)}`;
    case "commented":
      return printFlat(code.of);
    case "hole":
      return printFlat(code.code);
  }
}

function printLiteral(value: string | number | boolean | null): string {
  if (typeof value !== "string") return Object.is(value, -0) ? "-0" : String(value);
  return isMultiLine(value) ? `\`${escapeTemplate(value)}\`` : printString(value);
}

/** What is called, asked for a member or negated: everything that binds less tightly stands in parentheses. */
export function operand(code: Code): string {
  const isLoose = code.kind === "conditional" || code.kind === "operation" || code.kind === "arrow" || isNumber(code);
  return isLoose ? `(${printFlat(code)})` : printFlat(code);
}

/** What stands before the question mark. */
export function testOf({ test }: ConditionalCode): string {
  return test.kind === "conditional" || test.kind === "arrow" ? `(${printFlat(test)})` : printFlat(test);
}

/** `1.toString` is no JavaScript. */
function isNumber(code: Code): boolean {
  return code.kind === "literal" && typeof code.value === "number";
}

const comparisons: readonly string[] = ["===", "!==", "<", "<=", ">", ">="];

/** `&&` and `||` side by side, or a comparison of comparisons, would leave the reader to guess. */
export function sideOf(parent: OperationCode, side: Code): string {
  if (side.kind === "conditional" || side.kind === "arrow") return `(${printFlat(side)})`;
  if (side.kind !== "operation" || side.operator === parent.operator) return printFlat(side);
  return comparisons.includes(side.operator) && !comparisons.includes(parent.operator)
    ? printFlat(side)
    : `(${printFlat(side)})`;
}

function flatMember(member: RecordMember): string {
  if ("kind" in member) return printFlat(member);
  const key = printKey(member.key);
  return isShorthand(key, member.value) ? key : `${key}: ${printFlat(member.value)}`;
}

/** Whether `key: value` is written as `key`. */
export function isShorthand(key: string, value: Code): boolean {
  return value.kind === "name" && value.name === key;
}

export function printKey(key: Code): string {
  // In a literal `__proto__: x` sets the prototype; in brackets it is a member like any other.
  if (key.kind !== "literal" || key.value === "__proto__") return `[${printFlat(key)}]`;
  const text = String(key.value);
  return /^[A-Za-z_$][\w$]*$/.test(text) ? text : printString(text);
}

function arrowBody(code: ArrowCode): string {
  return arrowParenthesis(code.body, printFlat(code.body));
}

/** `() => {}` would be an empty function. */
export function arrowParenthesis(body: Code, text: string): string {
  return body.kind === "record" ? `(${text})` : text;
}
