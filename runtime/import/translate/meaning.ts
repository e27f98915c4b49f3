import { type Code, list, literal, member } from "../emit/code.ts";

/** What an expression of a template is in TypeScript. */
export type Meaning =
  | CodeMeaning
  | ListMeaning
  | DictMeaning
  /** `.Files.Glob MASK`: paths and contents. */
  | { readonly kind: "files"; readonly paths: Code }
  /** The data that werf hands to the configuration, and its members that are no values. */
  | { readonly kind: "root" }
  | { readonly kind: "root-files" };

/** A list whose items are known. */
export interface ListMeaning {
  readonly kind: "list";
  readonly items: readonly Meaning[];
  /** What holds it, such as a parameter. @default it is written out */
  readonly holder?: Code;
}

/** Names and values that are known. */
export interface DictMeaning {
  readonly kind: "dict";
  readonly entries: ReadonlyMap<string, Meaning>;
  /** What holds it, such as a parameter. @default it is written out */
  readonly holder?: Code;
  /** Whether other calls give other names: one can go through it, but not ask for one of them. */
  readonly isOpen?: boolean;
}

/** A value, and its type as far as it is known. */
export interface CodeMeaning {
  readonly kind: "code";
  readonly code: Code;
  readonly type: "string" | "number" | "boolean" | "strings";
  /** The same in every environment, in every commit and in every round of a loop. */
  readonly isConstant: boolean;
}

export function constant(value: string | number | boolean): CodeMeaning {
  const type = typeof value === "string" ? "string" : typeof value === "number" ? "number" : "boolean";
  return { kind: "code", code: literal(value), type, isConstant: true };
}

/** A value that follows from others. */
export function derived(
  type: CodeMeaning["type"],
  code: Code,
  from: readonly { readonly isConstant: boolean }[],
): CodeMeaning {
  return { kind: "code", code, type, isConstant: from.every(({ isConstant }) => isConstant) };
}

/** A value that depends on where and when it is asked for. */
export function dynamic(type: CodeMeaning["type"], code: Code): CodeMeaning {
  return { kind: "code", code, type, isConstant: false };
}

export function isConstant(meaning: Meaning): boolean {
  switch (meaning.kind) {
    case "code":
      return meaning.isConstant;
    case "list":
      return meaning.holder === undefined && meaning.items.every(isConstant);
    case "dict":
      return meaning.holder === undefined && [...meaning.entries.values()].every(isConstant);
    case "files":
    case "root":
    case "root-files":
      return false;
  }
}

/** A meaning as an expression; undefined for what cannot be written down. */
export function toCode(meaning: Meaning): Code | undefined {
  switch (meaning.kind) {
    case "code":
      return meaning.code;
    case "list": {
      if (meaning.holder !== undefined) return meaning.holder;
      const items = meaning.items.map(toCode);
      return items.every((item) => item !== undefined) ? list(items) : undefined;
    }
    case "dict": {
      if (meaning.holder !== undefined) return meaning.holder;
      const entries = [...meaning.entries].map(([key, value]) => ({ key: literal(key), value: toCode(value) }));
      const members = entries.flatMap(({ key, value }) => (value === undefined ? [] : [{ key, value }]));
      return members.length === entries.length ? { kind: "record", members } : undefined;
    }
    case "files":
      return meaning.paths;
    case "root":
    case "root-files":
      return undefined;
  }
}

/** A dict in the order of its keys, in which Go goes through it. */
export function inOrderOfKeys(meaning: Meaning): Meaning {
  if (meaning.kind !== "dict") return meaning;
  return { ...meaning, entries: new Map([...meaning.entries].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** What all of some values have in common, said of a constant that stands for each of them in turn. */
export function generalize(items: readonly Meaning[], standIn: Code): Meaning | undefined {
  const [first] = items;
  if (first === undefined) return undefined;
  if (first.kind === "code") {
    return items.every((item) => item.kind === "code" && item.type === first.type)
      ? dynamic(first.type, standIn)
      : undefined;
  }
  if (first.kind === "list") {
    const lists = items.flatMap((item) => (item.kind === "list" ? [item.items] : []));
    const isText = lists.every((values) => values.every((value) => value.kind === "code" && value.type === "string"));
    return lists.length === items.length && isText ? dynamic("strings", standIn) : undefined;
  }
  if (first.kind !== "dict") return undefined;
  const keys = [...first.entries.keys()];
  const entries = keys.map((key): [string, Meaning | undefined] => {
    const values = items.map((item) => (item.kind === "dict" ? item.entries.get(key) : undefined));
    const known = values.filter((value) => value !== undefined);
    return [key, known.length === items.length ? generalize(known, member(standIn, key)) : undefined];
  });
  const given = entries.flatMap(([key, value]): [string, Meaning][] => (value === undefined ? [] : [[key, value]]));
  return given.length === keys.length ? { kind: "dict", entries: new Map(given) } : undefined;
}
