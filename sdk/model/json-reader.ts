import { BuilderError } from "../errors/builder-error.ts";
import type { JsonValue } from "./json-value.ts";

/** Reads plain data of unknown shape and says where it is not as expected. Errors: `GRAPH.MALFORMED`. */
export class JsonReader {
  readonly #value: unknown;
  /** The path is put together only when something is wrong. */
  readonly #name: string;
  readonly #parent: JsonReader | undefined;

  constructor(value: unknown, name: string, parent?: JsonReader) {
    this.#value = value;
    this.#name = name;
    this.#parent = parent;
  }

  isString(): boolean {
    return typeof this.#value === "string";
  }

  string(): string {
    return typeof this.#value === "string" ? this.#value : this.#fail("a string");
  }

  number(): number {
    return typeof this.#value === "number" ? this.#value : this.#fail("a number");
  }

  boolean(): boolean {
    return typeof this.#value === "boolean" ? this.#value : this.#fail("true or false");
  }

  oneOf<const Choice extends string | number>(choices: readonly Choice[]): Choice {
    const choice = choices.find((candidate) => candidate === this.#value);
    return choice ?? this.#fail(choices.map((candidate) => JSON.stringify(candidate)).join(" or "));
  }

  list<Item>(decode: (reader: JsonReader) => Item): readonly Item[] {
    if (!Array.isArray(this.#value)) return this.#fail("a list");
    const items: readonly unknown[] = this.#value;
    return items.map((item, index) => decode(new JsonReader(item, `[${index}]`, this)));
  }

  strings(): readonly string[] {
    return this.list((reader) => reader.string());
  }

  stringRecord(): Readonly<Record<string, string>> {
    return this.record((reader) => reader.string());
  }

  /** What `decode` makes of each member, whatever their names. */
  record<Item>(decode: (reader: JsonReader) => Item): Readonly<Record<string, Item>> {
    return Object.fromEntries(Object.keys(this.#object()).map((key) => [key, decode(this.member(key))]));
  }

  /** Any plain data. */
  json(): JsonValue {
    const value = this.#value;
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    if (Array.isArray(value)) return this.list((item) => item.json());
    return isRecord(value) ? this.jsonRecord() : this.#fail("plain data");
  }

  jsonRecord(): Readonly<Record<string, JsonValue>> {
    return Object.fromEntries(Object.keys(this.#object()).map((key) => [key, this.member(key).json()]));
  }

  member(name: string): JsonReader {
    return new JsonReader(this.#object()[name], name, this);
  }

  /** What `decode` makes of a member; nothing when the member is absent. */
  optional<Result extends object>(name: string, decode: (reader: JsonReader) => Result): Result | Record<never, never> {
    return this.#object()[name] === undefined ? {} : decode(this.member(name));
  }

  /** A member that is not known may change the meaning of the others: a newer builder wrote it. */
  allowMembers(known: readonly string[]): this {
    for (const name of Object.keys(this.#object())) {
      if (!known.includes(name)) this.member(name).#fail("absent: it is not known here");
    }
    return this;
  }

  #object(): Readonly<Record<string, unknown>> {
    return isRecord(this.#value) ? this.#value : this.#fail("an object");
  }

  #path(): string {
    if (this.#parent === undefined) return this.#name;
    return `${this.#parent.#path()}${this.#name.startsWith("[") ? "" : "."}${this.#name}`;
  }

  #fail(expected: string): never {
    throw new BuilderError({
      code: "GRAPH.MALFORMED",
      message: `${this.#path()} must be ${expected}`,
      why: "The description was not written by this version of builder, or it was changed by hand.",
      next: ["Use one version of builder for build.ts and for the command."],
    });
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
