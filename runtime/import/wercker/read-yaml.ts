import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import type { Origin } from "../../../sdk/errors/origin.ts";
import { yamlDepth } from "../yaml-depth.ts";
import { beyondLimit, emptyFile, wrongYaml } from "./errors.ts";
import { mergeEntries } from "./merge-entries.ts";
import { isNull } from "./scalar.ts";
import type { YamlEntry, YamlMap, YamlScalar, YamlValue } from "./yaml-value.ts";

/** What a wercker.yml holds, before anybody asks what it means. */
export interface YamlSource {
  readonly root: YamlValue;
  /** Values that an alias or a merge key takes from elsewhere. */
  readonly shared: ReadonlySet<YamlValue>;
  /** Where a second document begins, which wercker never read. */
  readonly secondDocument?: Origin;
}

const sizeLimit = 256 * 1024;
const depthLimit = 1000;
/** Maps that merge one another hold more entries than the text. */
const entryLimit = 1_000_000;

/** Reads the first document of a text. `file` is for places. Errors: `WERCKER.YAML`, `WERCKER.EMPTY`, `WERCKER.LIMIT`. */
export function readYaml(text: string, file: string): YamlSource {
  const start = { file, line: 1, column: 1 };
  if (text.length > sizeLimit) throw beyondLimit("is larger than 256 KiB", start);
  if (yamlDepth(text) > depthLimit) throw beyondLimit("is nested too deep", start);
  const lines = new LineCounter();
  const place = (offset: number): Origin => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    schema: "failsafe",
    version: "1.1",
    uniqueKeys: false,
    strict: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const [first, second] = Array.isArray(documents) ? documents : [];
  const problem = first?.errors[0] ?? first?.warnings.find(({ code }) => code === "BAD_DIRECTIVE");
  if (problem !== undefined) throw wrongYaml(firstLine(problem), place(problem.pos[0]), remedyFor(problem));
  if (first === undefined || first.contents === null) throw emptyFile(file);
  const shared = new Set<YamlValue>();
  const root = new Reader(place, shared).read(first.contents);
  if (isNull(root)) throw emptyFile(file);
  const next = second?.contents?.range?.[0];
  return { root, shared, ...(next === undefined ? {} : { secondDocument: place(next) }) };
}

function firstLine({ message }: YAMLError): string {
  return message.split("\n", 1)[0] ?? "";
}

function remedyFor({ code }: YAMLError): string | undefined {
  switch (code) {
    case "TAB_AS_INDENT":
      return "Indent with spaces.";
    case "BLOCK_AS_IMPLICIT_KEY":
      return "Put the text in quotes: a colon with a space behind it makes a map.";
    case "BAD_SCALAR_START":
      return "Put the text in quotes.";
    case "BAD_INDENT":
      return "Write the keys of one map in one column.";
    default:
      return undefined;
  }
}

/** Turns the parser's nodes into values. */
class Reader {
  readonly #place: (offset: number) => Origin;
  readonly #shared: Set<YamlValue>;
  /** Undefined while the value of an anchor is being read. */
  readonly #anchors = new Map<string, YamlValue | undefined>();
  #entryCount = 0;

  constructor(place: (offset: number) => Origin, shared: Set<YamlValue>) {
    this.#place = place;
    this.#shared = shared;
  }

  read(node: unknown): YamlValue {
    if (isAlias(node)) return this.#alias(node.source, this.#origin(node));
    const anchor = isScalar(node) || isSeq(node) || isMap(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const value = this.#value(node);
    if (anchor !== undefined) this.#anchors.set(anchor, value);
    return value;
  }

  #value(node: unknown): YamlValue {
    const origin = this.#origin(node);
    if (isSeq(node)) return { kind: "list", items: node.items.map((item) => this.read(item)), origin };
    if (isMap(node)) return this.#map(node, origin);
    return { ...this.#scalar(node), origin };
  }

  #map(node: YAMLMap, origin: Origin): YamlMap {
    const entries = this.#entries(node);
    const onEntry = (): void => {
      this.#entryCount += 1;
      if (this.#entryCount > entryLimit) throw beyondLimit("holds more than a million entries", origin);
    };
    return { kind: "map", entries, ...mergeEntries(entries, onEntry), origin };
  }

  #entries(node: YAMLMap): readonly YamlEntry[] {
    return node.items.map((pair: Pair) => {
      const key = this.read(pair.key);
      if (key.kind !== "scalar") throw wrongYaml("a key is a list or a map", key.origin, "Write the key as a text.");
      const value: YamlValue =
        pair.value === null ? { kind: "scalar", text: "", isPlain: true, origin: key.origin } : this.read(pair.value);
      return { key: key.text, value, isMerge: key.isPlain && key.text === "<<", origin: key.origin };
    });
  }

  #scalar(node: unknown): Omit<YamlScalar, "origin"> {
    if (!isScalar(node)) return { kind: "scalar", text: "", isPlain: true };
    const isTagged = node.tag !== undefined && textTags.has(node.tag);
    return { kind: "scalar", text: textOf(node), isPlain: node.type === "PLAIN" && !isTagged };
  }

  #alias(name: string, origin: Origin): YamlValue {
    const value = this.#anchors.get(name);
    if (value !== undefined) {
      this.#shared.add(value);
      return value;
    }
    if (this.#anchors.has(name)) throw wrongYaml(`the value of the anchor "${name}" contains itself`, origin);
    throw wrongYaml(`there is no anchor "${name}"`, origin, `Name it where its value is: &${name}`);
  }

  #origin(node: unknown): Origin {
    const hasRange = isScalar(node) || isSeq(node) || isMap(node) || isAlias(node);
    return this.#place(hasRange ? (node.range?.[0] ?? 0) : 0);
  }
}

const textTags: ReadonlySet<string> = new Set(["!", "!!str", "tag:yaml.org,2002:str"]);

function textOf(node: Scalar): string {
  return String(node.value ?? "");
}
