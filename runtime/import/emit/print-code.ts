import { type Chain, chainOf } from "./call-chain.ts";
import { canHug, isBracketed } from "./can-hug.ts";
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
import { mustBreak } from "./must-break.ts";
import { arrowParenthesis, isShorthand, operand, printFlat, printKey, sideOf, testOf } from "./print-flat.ts";
import { enclose, lineWidth, type Place, pad } from "./print-place.ts";

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
