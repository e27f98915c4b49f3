import {
  type ArrowCode,
  type CallCode,
  type Code,
  type ConditionalCode,
  method,
  type OperationCode,
  type RecordMember,
  type SpreadCode,
} from "./code.ts";
import { escapeTemplate, isMultiLine, printString } from "./print-text.ts";

/** As Biome formats this repository, and Prettier most others. */
const lineWidth = 120;

/** Where an expression stands: how far its lines are indented, and how much of the first one is taken. */
interface Place {
  readonly indent: number;
  /** Columns before the expression on its first line. */
  readonly column: number;
  /** Columns that something needs after it on its last line: a comma, a bracket. */
  readonly after: number;
}

/**
 * An expression as text: on one line where it fits, or else broken as Biome breaks it: chains before their dots, lists, records and
 * arguments one by one.
 *
 * @param column - Columns that are taken on the first line.
 */
export function printCode(code: Code, indent = 0, column = 0): string {
  return print(code, { indent, column, after: 1 });
}

function print(code: Code, place: Place): string {
  const flat = printFlat(code);
  if (!flat.includes("\n") && !mustBreak(code) && place.column + flat.length + place.after <= lineWidth) return flat;
  return printBroken(code, place, flat);
}

function printBroken(code: Code, place: Place, flat: string): string {
  switch (code.kind) {
    case "call":
      return printCall(code, place);
    case "list":
      return enclose(
        "[",
        code.items.map((item) => (at: Place) => print(item, at)),
        "]",
        place,
      );
    case "record":
      return enclose(
        "{",
        code.members.map((member) => (at: Place) => printMember(member, at)),
        "}",
        place,
      );
    case "conditional":
      return printConditional(code, place);
    case "operation":
      return printOperation(code, place);
    case "spread":
      return printSpread(code, place);
    case "arrow":
      return printArrow(code, place);
    case "commented":
      return [
        ...code.comments.map((line) => `// ${line}`.trimEnd()),
        print(code.of, { ...place, column: place.indent }),
      ].join(`\n${pad(place.indent)}`);
    case "member":
      return `${print(code.object, place)}.${code.property}`;
    case "literal":
    case "template":
    case "name":
    case "regexp":
    case "not":
    case "hole":
      return flat;
  }
}

/** On one line; lines of template literals excepted. */
function printFlat(code: Code): string {
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

/** Whether lines are wanted although it might fit on one. */
function mustBreak(code: Code): boolean {
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

function printLiteral(value: string | number | boolean | null): string {
  if (typeof value !== "string") return Object.is(value, -0) ? "-0" : String(value);
  return isMultiLine(value) ? `\`${escapeTemplate(value)}\`` : printString(value);
}

// Parentheses

/** What is called, asked for a member or negated: everything that binds less tightly stands in parentheses. */
function operand(code: Code): string {
  const isLoose = code.kind === "conditional" || code.kind === "operation" || code.kind === "arrow" || isNumber(code);
  return isLoose ? `(${printFlat(code)})` : printFlat(code);
}

function testOf({ test }: ConditionalCode): string {
  return test.kind === "conditional" || test.kind === "arrow" ? `(${printFlat(test)})` : printFlat(test);
}

/** `1.toString` is no JavaScript. */
function isNumber(code: Code): boolean {
  return code.kind === "literal" && typeof code.value === "number";
}

const comparisons: readonly string[] = ["===", "!==", "<", "<=", ">", ">="];

/** `&&` and `||` side by side, or a comparison of comparisons, would leave the reader to guess. */
function sideOf(parent: OperationCode, side: Code): string {
  if (side.kind === "conditional" || side.kind === "arrow") return `(${printFlat(side)})`;
  if (side.kind !== "operation" || side.operator === parent.operator) return printFlat(side);
  return comparisons.includes(side.operator) && !comparisons.includes(parent.operator)
    ? printFlat(side)
    : `(${printFlat(side)})`;
}

// Members

function flatMember(member: RecordMember): string {
  if ("kind" in member) return printFlat(member);
  const key = printKey(member.key);
  return isShorthand(key, member.value) ? key : `${key}: ${printFlat(member.value)}`;
}

function printMember(member: RecordMember, place: Place): string {
  if ("kind" in member) return print(member, place);
  const key = printKey(member.key);
  if (isShorthand(key, member.value)) return key;
  return `${key}:${printAssigned(member.value, { ...place, column: place.column + key.length + 1 })}`;
}

/** What stands after a colon or a sign of equality; a long condition begins on a line of its own. */
function printAssigned(code: Code, place: Place): string {
  const text = print(code, { ...place, column: place.column + 1 });
  if (code.kind !== "conditional" || code.test.kind !== "operation" || !text.includes("\n")) return ` ${text}`;
  const inner = place.indent + 2;
  return `\n${pad(inner)}${print(code, { ...place, indent: inner, column: inner })}`;
}

/**
 * `= …;` of a constant, with everything after its name.
 *
 * @param column - Columns that are taken before it.
 */
export function printInitializer(code: Code, column: number, indent = 0): string {
  return ` =${printAssigned(code, { indent, column: column + 2, after: 1 })};`;
}

function isShorthand(key: string, value: Code): boolean {
  return value.kind === "name" && value.name === key;
}

function printKey(key: Code): string {
  // In a literal `__proto__: x` sets the prototype; in brackets it is a member like any other.
  if (key.kind !== "literal" || key.value === "__proto__") return `[${printFlat(key)}]`;
  const text = String(key.value);
  return /^[A-Za-z_$][\w$]*$/.test(text) ? text : printString(text);
}

// Broken forms

function enclose(open: string, items: readonly ((place: Place) => string)[], close: string, { indent }: Place): string {
  if (items.length === 0) return open + close;
  const inner = indent + 2;
  const lines = items.map((item) => `${pad(inner)}${item({ indent: inner, column: inner, after: 1 })},`);
  return [open, ...lines, `${pad(indent)}${close}`].join("\n");
}

/** `image("app").from("x")…` broken before each dot; a single call breaks its arguments. */
function printCall(code: CallCode, place: Place): string {
  const chain = chainOf(code);
  const [first, ...others] = chain.calls;
  if (chain.calls.length < 2) return printPlainCall(code, place);
  // `Object.entries` and the like stay together.
  if (chain.head.kind === "name" && first !== undefined) {
    const head = method(chain.head, first.property, ...first.args);
    if (others.length < 2) return printPlainCall(code, place);
    return printChain({ head, calls: others }, place);
  }
  return printChain(chain, place);
}

function printChain(chain: Chain, place: Place): string {
  const head = print(chain.head, place);
  const inner = place.indent + 2;
  const lines = chain.calls.flatMap(({ property, args, comments }) => {
    const start = `${pad(inner)}.${property}`;
    const above = comments.map((line) => `${pad(inner)}// ${line}`.trimEnd());
    return [...above, start + printArguments(args, { indent: inner, column: start.length, after: place.after })];
  });
  return [head, ...lines].join("\n");
}

function printPlainCall(code: CallCode, place: Place): string {
  const callee =
    code.callee.kind === "member"
      ? `${print(code.callee.object, place)}.${code.callee.property}`
      : operand(code.callee);
  const lastLine = callee.slice(callee.lastIndexOf("\n") + 1);
  const column = callee.includes("\n") ? lastLine.length : place.column + callee.length;
  return callee + printArguments(code.args, { ...place, column });
}

interface Chain {
  readonly head: Code;
  readonly calls: readonly {
    readonly property: string;
    readonly args: readonly Code[];
    readonly comments: readonly string[];
  }[];
}

/** `a.b(1).c(2)` is `a` with the calls `b` and `c`. */
function chainOf(code: Code): Chain {
  if (code.kind !== "call" || code.callee.kind !== "member") return { head: code, calls: [] };
  const { head, calls } = chainOf(code.callee.object);
  return {
    head,
    calls: [...calls, { property: code.callee.property, args: code.args, comments: code.comments ?? [] }],
  };
}

function printArguments(args: readonly Code[], place: Place): string {
  const flat = args.map(printFlat);
  const isFlat = !flat.some((text) => text.includes("\n")) && !args.some(mustBreak);
  const length = flat.reduce((sum, text) => sum + text.length + 2, 0);
  if (isFlat && place.column + length + place.after <= lineWidth) return `(${flat.join(", ")})`;
  const last = args.at(-1);
  const before = args.slice(0, -1);
  // The last argument keeps its bracket on the line of the call, where those before it fit there.
  if (last !== undefined && canHug(last, before)) {
    const start = before.map((arg) => `${printFlat(arg)}, `).join("");
    if (place.column + start.length + 2 <= lineWidth) {
      const at = { ...place, column: place.column + 1 + start.length, after: place.after + 1 };
      return last.kind === "arrow" ? printArrowArgument(last, start, at) : `(${start}${printHugged(last, at)})`;
    }
  }
  return enclose(
    "(",
    args.map((arg) => (at: Place) => print(arg, at)),
    ")",
    place,
  );
}

function canHug(last: Code, before: readonly Code[]): boolean {
  if (before.some((arg) => printFlat(arg).includes("\n") || isBracketed(arg))) return false;
  if (isBracketed(last)) return true;
  return before.length === 0 && isTextWithLines(last);
}

function isBracketed(code: Code): boolean {
  return (
    (code.kind === "record" && code.members.length > 0) ||
    (code.kind === "list" && code.items.length > 0) ||
    code.kind === "arrow"
  );
}

function isTextWithLines(code: Code): boolean {
  return (code.kind === "template" || code.kind === "literal") && printFlat(code).includes("\n");
}

/** Broken, whether or not it would fit: that it does not fit together with what is before it is known. */
function printHugged(code: Code, place: Place): string {
  return printBroken(code, place, printFlat(code));
}

function printSpread({ of }: SpreadCode, place: Place): string {
  const isLoose = of.kind === "conditional" || of.kind === "operation";
  if (!isLoose) return `...${print(of, { ...place, column: place.column + 3 })}`;
  return `...(${print(of, { ...place, column: place.column + 4, after: place.after + 1 })})`;
}

function printConditional(code: ConditionalCode, place: Place): string {
  const inner = place.indent + 2;
  const branch = (sign: string, value: Code) =>
    `${pad(inner)}${sign} ${print(value, branchPlace(value, inner, place))}`;
  return [testOf(code), branch("?", code.whenTrue), branch(":", code.whenFalse)].join("\n");
}

/** Of a chain of conditions each is two columns further in than the one before. */
function branchPlace(value: Code, inner: number, { after }: Place): Place {
  return { indent: value.kind === "conditional" ? inner : inner + 2, column: inner + 2, after };
}

function printOperation(code: OperationCode, place: Place): string {
  return `${sideOf(code, code.left)} ${code.operator}\n${pad(place.indent + 2)}${sideOf(code, code.right)}`;
}

/** The lines of an arrow function's body stand further in, and the bracket of the call that it is handed to on its own line. */
function printArrowArgument(code: ArrowCode, start: string, place: Place): string {
  const printed = printHugged(code, place);
  if (code.constants.length > 0 || isBracketed(code.body)) return `(${start}${printed})`;
  return `(${start}${printed},\n${pad(place.indent)})`;
}

function printArrow(code: ArrowCode, place: Place): string {
  const head = `(${code.parameters.join(", ")}) =>`;
  const inner = place.indent + 2;
  if (code.constants.length === 0) {
    if (isBracketed(code.body))
      return `${head} ${arrowParenthesis(code.body, print(code.body, { ...place, column: place.column + head.length + 1 }))}`;
    return `${head}\n${pad(inner)}${print(code.body, { indent: inner, column: inner, after: place.after })}`;
  }
  const constants = code.constants.map(({ name, value }) => {
    const start = `${pad(inner)}const ${name}`;
    return `${start}${printInitializer(value, start.length, inner)}`;
  });
  const result = `${pad(inner)}return ${print(code.body, { indent: inner, column: inner + 7, after: 1 })};`;
  return [`${head} {`, ...constants, result, `${pad(place.indent)}}`].join("\n");
}

function arrowBody(code: ArrowCode): string {
  return arrowParenthesis(code.body, printFlat(code.body));
}

/** `() => {}` would be an empty function. */
function arrowParenthesis(body: Code, text: string): string {
  return body.kind === "record" ? `(${text})` : text;
}

function pad(columns: number): string {
  return " ".repeat(columns);
}
