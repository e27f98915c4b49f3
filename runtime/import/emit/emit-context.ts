import type { Origin } from "../../../sdk/errors/origin.ts";
import type { JsonValue } from "../../../sdk/model/json-value.ts";
import type { GraphNode } from "../../../sdk/model/visit.ts";
import { type Code, list, literal, type RecordCode } from "./code.ts";

/** What the emitters of single nodes ask of the file around them. */
export interface EmitContext {
  /** A text of the graph: a literal, or what a template says in its place. */
  text(value: string): Code;
  /** The constant that holds an image of the graph. */
  image(name: string): Code;
  /** The constant that holds a pipeline of the graph. */
  pipeline(name: string): Code;
  /** A node inside of the one that is written: a call of the method of its kind, with its comments. */
  part(node: GraphNode): Code;
  /** The comments that belong to a node: lines without their slashes. */
  comments(node: { readonly kind?: string; readonly origin?: Origin }): readonly string[];
}

/** What an option takes that is one text or several; none: the option is left out. */
export function oneOrMany(values: readonly string[], { text }: EmitContext): Code | undefined {
  const [first] = values;
  if (first === undefined) return undefined;
  return values.length === 1 ? text(first) : texts(values, { text });
}

export function texts(values: readonly string[], { text }: Pick<EmitContext, "text">): Code {
  return list(values.map(text));
}

/** Names and texts; none: the option is left out. */
export function textRecord(
  values: Readonly<Record<string, string>>,
  { text }: Pick<EmitContext, "text">,
): RecordCode | undefined {
  const members = Object.entries(values).map(([key, value]) => ({ key: text(key), value: text(value) }));
  return members.length === 0 ? undefined : { kind: "record", members };
}

export function optionalText(value: string | undefined, { text }: EmitContext): Code | undefined {
  return value === undefined ? undefined : text(value);
}

/** Only where it is not what is meant without it. */
export function flag(value: boolean | undefined, otherwise = false): Code | undefined {
  return value === undefined || value === otherwise ? undefined : literal(value);
}

/** Plain data as it is. */
export function json(value: JsonValue, context: EmitContext): Code {
  if (typeof value === "string") return context.text(value);
  if (value === null || typeof value !== "object") return literal(value);
  if (isList(value)) return list(value.map((item) => json(item, context)));
  const members = Object.entries(value).map(([key, item]) => ({ key: context.text(key), value: json(item, context) }));
  return { kind: "record", members };
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
