import type { Diagnostic } from "../../../../sdk/errors/builder-error.ts";
import { mostSimilar } from "../../../../sdk/errors/most-similar.ts";
import type { Origin } from "../../../../sdk/errors/origin.ts";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "../../yaml-tree.ts";
import type { Reading } from "./reading.ts";
import { reportEntry } from "./report-recorder.ts";
import { sdkCallFor } from "./sdk-calls.ts";

/** Where a section is, for messages and the report. */
export interface SectionName {
  /** Names from the outermost on, joined with dots; "" for a whole document. */
  readonly path: string;
  /** `image "app"`, `the project`: whose section it is. */
  readonly owner: string;
}

/**
 * A mapping of the configuration, read by werf's rules (spec §9): each key that is not known is wrong, a null says nothing, and
 * texts are taken as they are written. Whatever is wrong becomes a problem and reads as if it were not there.
 */
export class Section {
  readonly name: SectionName;
  readonly reading: Reading;
  readonly map: YamlMap;
  private readonly entries: ReadonlyMap<string, YamlEntry>;

  constructor(map: YamlMap, name: SectionName, reading: Reading, known: readonly string[]) {
    this.map = map;
    this.name = name;
    this.reading = reading;
    this.entries = new Map(map.entries.map((entry) => [entry.key.text, entry]));
    this.refuseUnknown(known);
  }

  /** Where the section begins. */
  get where(): readonly Origin[] {
    return this.reading.places.at(this.map.start);
  }

  get origin(): { readonly origin?: Origin } {
    const [origin] = this.where;
    return origin === undefined ? {} : { origin };
  }

  /** Whether something is said, be it null. */
  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** Where a key stands. */
  whereOf(key: string): readonly Origin[] {
    return this.reading.places.at(this.entries.get(key)?.key.start ?? this.map.start);
  }

  /** What is said, unless it is nothing. */
  node(key: string): YamlNode | undefined {
    const value = this.entries.get(key)?.value;
    if (value === undefined) return undefined;
    this.note(key, "translated", sdkCallFor(this.pathOf(key)));
    return value.kind === "scalar" && value.type === "null" ? undefined : value;
  }

  /** A text: any scalar, as it is written. */
  text(key: string): string | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    if (node.kind === "scalar") return node.text;
    this.wrongType(key, "a text", node);
    return undefined;
  }

  flag(key: string): boolean | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    if (node.kind === "scalar" && node.type === "bool") return /^(?:y|yes|true|on)$/i.test(node.text);
    this.wrongType(key, "true or false", node);
    return undefined;
  }

  /** A whole number from `least` on; `1.0` is one, too. */
  integer(key: string, least: number): number | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    const isNumber = node.kind === "scalar" && (node.type === "int" || node.type === "float");
    const number = isNumber ? Number(node.text.replaceAll("_", "")) : Number.NaN;
    if (Number.isSafeInteger(number) && number >= least) return number;
    this.wrongType(key, `a whole number from ${least} on`, node);
    return undefined;
  }

  /** One string or a list of strings; a number is none (spec §9). */
  strings(key: string): readonly YamlScalar[] {
    const node = this.node(key);
    if (node === undefined) return [];
    const items = node.kind === "list" ? node.items : [node];
    return items.flatMap((item) => {
      if (item.kind === "scalar" && item.type === "string") return [item];
      this.wrongType(key, "a string or a list of strings", item);
      return [];
    });
  }

  texts(key: string): readonly string[] {
    return this.strings(key).map(({ text }) => text);
  }

  /** A mapping of names to scalars, as they are written. */
  record(key: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.pairs(key).map(([name, value]) => [name, value.text]));
  }

  pairs(key: string): readonly (readonly [string, YamlScalar])[] {
    const node = this.node(key);
    if (node === undefined) return [];
    if (node.kind !== "map") {
      this.wrongType(key, "names and values", node);
      return [];
    }
    return node.entries.flatMap(({ key: name, value }) => {
      if (value.kind === "scalar") return [[name.text, value] as const];
      this.wrongType(`${key}.${name.text}`, "a text", value);
      return [];
    });
  }

  section(key: string, known: readonly string[]): Section | undefined {
    const node = this.node(key);
    return node === undefined ? undefined : this.inner(key, node, known);
  }

  /** A list of sections. */
  sections(key: string, known: readonly string[]): readonly Section[] {
    const node = this.node(key);
    if (node === undefined) return [];
    if (node.kind !== "list") {
      this.wrongType(key, "a list", node);
      return [];
    }
    return node.items.flatMap((item) => this.inner(key, item, known) ?? []);
  }

  /** Tells the report that a key means nearly the same, or nothing. */
  note(key: string, kind: "translated" | "approximated" | "left-out", message: string): void {
    const at = this.entries.get(key)?.key.start ?? this.map.start;
    this.reading.report.add(
      reportEntry(kind, this.pathOf(key), this.name.owner, message, this.reading.places.at(at)),
      at,
    );
  }

  /** Something is wrong with a key, or with the section when it does not have the key. */
  problem(key: string, diagnostic: Omit<Diagnostic, "where">): void {
    const value = this.entries.get(key)?.value;
    const where = value === undefined ? this.where : this.reading.places.at(value.start);
    this.reading.problem({ ...diagnostic, message: `${diagnostic.message}, in ${this.label()}`, where });
  }

  /** `docker of image "app"`. */
  label(): string {
    return this.name.path === "" ? this.name.owner : `${this.name.path} of ${this.name.owner}`;
  }

  private pathOf(key: string): string {
    return this.name.path === "" ? key : `${this.name.path}.${key}`;
  }

  private inner(key: string, node: YamlNode, known: readonly string[]): Section | undefined {
    if (node.kind === "map") return new Section(node, { ...this.name, path: this.pathOf(key) }, this.reading, known);
    this.wrongType(key, "a mapping (key: value)", node);
    return undefined;
  }

  private refuseUnknown(known: readonly string[]): void {
    for (const { key } of this.map.entries) {
      if (known.includes(key.text)) continue;
      const similar = mostSimilar(key.text, known);
      this.reading.problem({
        code: "WERF.UNKNOWN_FIELD",
        message: `unknown field "${key.text}" in ${this.label()}`,
        next: [
          ...(similar === undefined ? [] : [`did you mean "${similar}"?`]),
          known.length === 0 ? "remove it" : `what may stand here: ${known.join(", ")}`,
        ],
        where: this.reading.places.at(key.start),
      });
    }
  }

  private wrongType(key: string, expected: string, node: YamlNode): void {
    this.reading.problem({
      code: "WERF.WRONG_TYPE",
      message: `"${key}" must be ${expected}, not ${describe(node)}, in ${this.label()}`,
      next: [
        node.kind === "scalar" && expected.includes("string")
          ? `put it in quotes if the text is meant: "${node.text}"`
          : `write ${expected}`,
      ],
      where: this.reading.places.at(node.start),
    });
  }
}

function describe(node: YamlNode): string {
  if (node.kind !== "scalar") return node.kind === "list" ? "a list" : "a mapping";
  const names = {
    string: "the text",
    int: "the number",
    float: "the number",
    bool: "the truth value",
    null: "nothing",
  };
  return node.type === "null" ? names.null : `${names[node.type]} ${JSON.stringify(node.text)}`;
}
