import { type Code, literal, member, method, name, type Operator } from "../emit/code.ts";
import { negated } from "../emit/negated.ts";
import { type CodeMeaning, constant, derived, dynamic, isConstant, type Meaning } from "./meaning.ts";

/** Whether Go's templates take a value for true, as an expression. */
export function truth(meaning: Meaning): CodeMeaning | undefined {
  switch (meaning.kind) {
    case "code":
      return truthOfCode(meaning);
    case "list":
      return meaning.holder === undefined ? constant(meaning.items.length > 0) : hasMembers(meaning.holder);
    case "dict":
      return meaning.holder === undefined
        ? constant(meaning.entries.size > 0)
        : hasMembers(method(name("Object"), "keys", meaning.holder));
    case "files":
      return hasMembers(meaning.paths);
    case "root":
    case "root-files":
      return constant(true);
  }
}

function hasMembers(list: Code): CodeMeaning {
  return dynamic("boolean", compare(member(list, "length"), ">", literal(0)));
}

function truthOfCode(meaning: CodeMeaning): CodeMeaning {
  const { code, type } = meaning;
  switch (type) {
    case "boolean":
      return meaning;
    case "string":
      return derived("boolean", compare(code, "!==", literal("")), [meaning]);
    case "number":
      return derived("boolean", compare(code, "!==", literal(0)), [meaning]);
    case "strings":
      return derived("boolean", compare(member(code, "length"), ">", literal(0)), [meaning]);
  }
}

export function compare(left: Code, operator: Operator, right: Code): Code {
  return { kind: "operation", operator, left, right };
}

/** The opposite of a condition. */
export function negate(meaning: CodeMeaning): CodeMeaning {
  return { ...meaning, code: negated(meaning.code) };
}

/** `a && b` or `a || b` of conditions. */
export function combine(operator: "&&" | "||", meanings: readonly Meaning[]): CodeMeaning | undefined {
  const conditions = meanings.map(truth);
  const known = conditions.filter((condition) => condition !== undefined);
  const [first, ...others] = known;
  if (first === undefined || known.length < meanings.length) return undefined;
  return {
    kind: "code",
    type: "boolean",
    code: others.reduce<Code>((left, { code }) => compare(left, operator, code), first.code),
    isConstant: meanings.every(isConstant),
  };
}
