import { type Code, call, literal, method, name } from "../emit/code.ts";
import { template } from "../emit/template-code.ts";
import { type CodeMeaning, constant, derived, dynamic, isConstant, type Meaning, toCode } from "./meaning.ts";
import { combine, compare, negate, truth } from "./truth.ts";

/** What the functions of templates are in TypeScript, where they are something that a person would write. */
export type FunctionTranslator = (args: readonly Meaning[], options: TranslateOptions) => Meaning | undefined;

export interface TranslateOptions {
  /** Whether a variable that is not set is nothing rather than an error. */
  readonly allowsUnsetEnv: boolean;
}

/** By the name of the function; one that is missing is not translated. */
export const translators: ReadonlyMap<string, FunctionTranslator> = new Map<string, FunctionTranslator>([
  ["env", ([variable, otherwise], options) => env(variable, otherwise, options)],
  ["required", ([, value]) => value],
  ["default", ([otherwise, value]) => orElse(value, otherwise)],
  [
    "coalesce",
    (args) => args.reduceRight<Meaning | undefined>((otherwise, value) => orElse(value, otherwise), args.at(-1)),
  ],
  ["list", (items) => ({ kind: "list", items })],
  ["tuple", (items) => ({ kind: "list", items })],
  ["dict", (args) => dict(args)],
  ["until", ([count]) => numbersUntil(count)],
  ["index", ([value, ...keys]) => keys.reduce<Meaning | undefined>(at, value)],
  ["get", ([value, key]) => (value === undefined || key === undefined ? undefined : at(value, key))],
  ["splitList", ([separator, value]) => strings(value, separator, (text, by) => method(text, "split", by))],
  ["join", ([separator, value]) => join(value, separator)],
  ["lower", ([value]) => onText(value, (code) => method(code, "toLowerCase"))],
  ["upper", ([value]) => onText(value, (code) => method(code, "toUpperCase"))],
  ["trim", ([value]) => onText(value, (code) => method(code, "trim"))],
  ["toString", ([value]) => (value?.kind === "code" && value.type === "string" ? value : undefined)],
  ["replace", ([from, to, value]) => replaced(value, from, to)],
  ["printf", ([format, ...args]) => printf(format, args)],
  ["print", (args) => (args.every(isText) ? concatenation(args) : undefined)],
  ["sha256sum", ([value]) => sha256(value)],
  ["eq", ([value, ...others]) => equalToAny(value, others)],
  ["ne", ([value, other]) => negated(equalToAny(value, other === undefined ? [] : [other]))],
  ["and", (args) => combine("&&", args)],
  ["or", (args) => (args.every(isText) ? undefined : combine("||", args))],
  ["not", ([value]) => negated(value && truth(value))],
  ["empty", ([value]) => negated(value && truth(value))],
  ["hasPrefix", ([part, value]) => test(value, part, "startsWith")],
  ["hasSuffix", ([part, value]) => test(value, part, "endsWith")],
  ["contains", ([part, value]) => test(value, part, "includes")],
  ["has", ([item, value]) => includes(value, item)],
  ["ternary", ([whenTrue, whenFalse, condition]) => ternary(condition, whenTrue, whenFalse)],
]);

/** A variable; the default counts where it is not set and where it is empty, as in werf. */
function env(
  variable: Meaning | undefined,
  otherwise: Meaning | undefined,
  options: TranslateOptions,
): Meaning | undefined {
  if (!isText(variable)) return undefined;
  if (otherwise !== undefined) return orElse(dynamic("string", call("env", variable.code, literal(""))), otherwise);
  return dynamic(
    "string",
    options.allowsUnsetEnv ? call("env", variable.code, literal("")) : call("env", variable.code),
  );
}

/** `value || otherwise`; a default that is empty adds nothing. */
function orElse(value: Meaning | undefined, otherwise: Meaning | undefined): Meaning | undefined {
  if (!isText(value) || !isText(otherwise)) return undefined;
  if (otherwise.code.kind === "literal" && otherwise.code.value === "") return value;
  return derived("string", compare(value.code, "||", otherwise.code), [value, otherwise]);
}

function dict(args: readonly Meaning[]): Meaning | undefined {
  const entries = new Map<string, Meaning>();
  for (let index = 0; index + 1 < args.length; index += 2) {
    const [key, value] = [args[index], args[index + 1]];
    if (value === undefined || key?.kind !== "code" || key.code.kind !== "literal") return undefined;
    entries.set(String(key.code.value), value);
  }
  return args.length % 2 === 0 ? { kind: "dict", entries } : undefined;
}

function numbersUntil(count: Meaning | undefined): Meaning | undefined {
  const value = count?.kind === "code" && count.code.kind === "literal" ? count.code.value : undefined;
  if (typeof value !== "number" || value < 0 || value > 1000) return undefined;
  return { kind: "list", items: Array.from({ length: value }, (_item, index) => constant(index)) };
}

/** A member of a list or dict whose members are known. */
function at(value: Meaning | undefined, key: Meaning): Meaning | undefined {
  if (key.kind !== "code" || key.code.kind !== "literal") return undefined;
  // Of a list that a parameter holds, TypeScript does not know that the member is there.
  if (value?.kind === "list" && value.holder === undefined && typeof key.code.value === "number")
    return value.items[key.code.value];
  return value?.kind === "dict" && value.isOpen !== true ? value.entries.get(String(key.code.value)) : undefined;
}

export function isText(meaning: Meaning | undefined): meaning is CodeMeaning {
  return meaning?.kind === "code" && meaning.type === "string";
}

function onText(value: Meaning | undefined, change: (code: Code) => Code): Meaning | undefined {
  return isText(value) ? derived("string", change(value.code), [value]) : undefined;
}

function strings(
  value: Meaning | undefined,
  separator: Meaning | undefined,
  make: (text: Code, separator: Code) => Code,
): Meaning | undefined {
  if (!isText(value) || !isText(separator)) return undefined;
  return derived("strings", make(value.code, separator.code), [value, separator]);
}

function join(value: Meaning | undefined, separator: Meaning | undefined): Meaning | undefined {
  if (value === undefined || !isText(separator)) return undefined;
  const isList = value.kind === "list" ? value.items.every(isText) : value.kind === "code" && value.type === "strings";
  const code = toCode(value);
  if (!isList || code === undefined) return undefined;
  return derived("string", method(code, "join", separator.code), [{ isConstant: isConstant(value) }, separator]);
}

function replaced(value: Meaning | undefined, from: Meaning | undefined, to: Meaning | undefined): Meaning | undefined {
  if (!isText(value) || !isText(from) || !isText(to)) return undefined;
  // In JavaScript `$&` and the like mean something in the new text.
  if (to.code.kind !== "literal" || String(to.code.value).includes("$")) return undefined;
  return derived("string", method(value.code, "replaceAll", from.code, to.code), [value, from, to]);
}

/** `%s`, `%v` and `%d` of texts and numbers. */
function printf(format: Meaning | undefined, args: readonly Meaning[]): Meaning | undefined {
  if (format?.kind !== "code" || format.code.kind !== "literal") return undefined;
  const pieces = String(format.code.value).split(/(%[a-z%])/);
  const left = [...args];
  const parts: CodeMeaning[] = [];
  for (const piece of pieces) {
    if (!piece.startsWith("%")) parts.push(constant(piece));
    else if (piece === "%%") parts.push(constant("%"));
    else {
      const arg = left.shift();
      if (arg?.kind !== "code" || !/^%[svd]$/.test(piece)) return undefined;
      if (arg.type !== (piece === "%d" ? "number" : "string") && !(piece === "%v" && arg.type === "number"))
        return undefined;
      parts.push(arg);
    }
  }
  return left.length === 0 ? concatenation(parts) : undefined;
}

/** Texts and values put together to one text. */
export function concatenation(parts: readonly CodeMeaning[]): CodeMeaning {
  const pieces = parts.flatMap(({ code }): readonly (string | Code)[] => {
    if (code.kind === "literal") return [String(code.value)];
    return code.kind === "template" ? code.parts : [code];
  });
  return derived("string", template(pieces), parts);
}

/** Of a file's content there is a way that also suits files that are no text. */
function sha256(value: Meaning | undefined): Meaning | undefined {
  if (!isText(value) || value.code.kind !== "call") return undefined;
  const { callee, args } = value.code;
  const isContent = callee.kind === "member" && callee.property === "get" && callee.object.kind === "name";
  return isContent ? dynamic("string", method(name("files"), "sha256", ...args)) : undefined;
}

function equalToAny(value: Meaning | undefined, others: readonly Meaning[]): CodeMeaning | undefined {
  if (value?.kind !== "code" || value.type === "strings" || others.length === 0) return undefined;
  const comparisons = others.map((other) =>
    other.kind === "code" && other.type === value.type
      ? derived("boolean", equality(value.code, other.code), [value, other])
      : undefined,
  );
  const known = comparisons.filter((comparison) => comparison !== undefined);
  if (known.length < others.length) return undefined;
  return known.length === 1 ? known[0] : combine("||", known);
}

/** `x === true` is `x`. */
function equality(left: Code, right: Code): Code {
  if (right.kind === "literal" && right.value === true) return left;
  return compare(left, "===", right);
}

function negated(meaning: Meaning | undefined): CodeMeaning | undefined {
  return meaning?.kind === "code" && meaning.type === "boolean" ? negate(meaning) : undefined;
}

function test(value: Meaning | undefined, part: Meaning | undefined, predicate: string): Meaning | undefined {
  if (!isText(value) || !isText(part)) return undefined;
  return derived("boolean", method(value.code, predicate, part.code), [value, part]);
}

function includes(value: Meaning | undefined, item: Meaning | undefined): Meaning | undefined {
  if (value === undefined || !isText(item)) return undefined;
  const isList = value.kind === "list" ? value.items.every(isText) : value.kind === "code" && value.type === "strings";
  const code = toCode(value);
  if (!isList || code === undefined) return undefined;
  return derived("boolean", method(code, "includes", item.code), [{ isConstant: isConstant(value) }, item]);
}

function ternary(
  condition: Meaning | undefined,
  whenTrue: Meaning | undefined,
  whenFalse: Meaning | undefined,
): Meaning | undefined {
  const isTrue = condition && truth(condition);
  if (
    isTrue === undefined ||
    whenTrue?.kind !== "code" ||
    whenFalse?.kind !== "code" ||
    whenTrue.type !== whenFalse.type
  ) {
    return undefined;
  }
  const code: Code = { kind: "conditional", test: isTrue.code, whenTrue: whenTrue.code, whenFalse: whenFalse.code };
  return derived(whenTrue.type, code, [isTrue, whenTrue, whenFalse]);
}
