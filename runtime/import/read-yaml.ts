import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from "yaml";
import { Bug } from "../../sdk/errors/bug.ts";
import type { Origin } from "../../sdk/errors/origin.ts";
import type { Places } from "./places.ts";
import { resolvePlain } from "./werf/gotemplate/functions/yaml-resolve.ts";
import { fromText, toText } from "./werf/gotemplate/go-string.ts";
import { commentsOf } from "./yaml-comments.ts";
import {
  duplicateKey,
  wrongAlias,
  wrongKey,
  wrongMerge,
  yamlSyntax,
  yamlTooDeep,
  yamlTooLarge,
} from "./yaml-errors.ts";
import { requireReadableSize } from "./yaml-size.ts";
import type { YamlDocument, YamlEntry, YamlNode, YamlScalar, YamlScalarType, YamlSpan } from "./yaml-tree.ts";

/** One document of a larger text. */
export interface YamlSource extends YamlSpan {
  /** The whole text: bytes as Latin-1 characters, one each. */
  readonly text: string;
  readonly places: Places;
}

const mostNodes = 500_000;
const mostDepth = 100;

/**
 * Reads a document as yaml.v2 does: YAML 1.1, one document, every key once, `<<` merges.
 *
 * @throws `YAML.*` with the place
 */
export function readYaml({ text: bytes, start, end, places }: YamlSource): YamlDocument {
  requireReadableSize(bytes, start, end, places);
  const text = toText(bytes.slice(start, end));
  const offsets = byteOffsets(text, start);
  const where = (offset: number): readonly Origin[] => places.at(offsets(offset));
  const document = parse(text, where);
  const root = document?.contents ?? null;
  const tree = root === null ? undefined : new TreeBuilder(offsets, where).build(root, 0);
  return { start, end, ...(tree === undefined ? {} : { root: tree }), comments: commentsOf(text, offsets) };
}

function parse(text: string, where: (offset: number) => readonly Origin[]): Document.Parsed | undefined {
  const depth = firstTooDeep(text);
  if (depth !== undefined) throw yamlTooDeep(where(depth));
  const documents = parseOrTooDeep(text, where);
  const [first, second] = documents;
  if (first === undefined) return undefined;
  const directive = first.warnings.find(({ code }) => code === "BAD_DIRECTIVE");
  const problem = first.errors[0] ?? directive;
  // The parser catches its own overflow and reports it like a mistake of the text.
  if (problem?.message.includes("call stack")) throw yamlTooDeep(where(problem.pos[0]));
  if (problem !== undefined) throw yamlSyntax(problem.message.split("\n", 1)[0] ?? "", where(problem.pos[0]));
  if (second !== undefined) throw yamlSyntax("a second document begins here", where(second.range[0]));
  return first;
}

function parseOrTooDeep(text: string, where: (offset: number) => readonly Origin[]): readonly Document.Parsed[] {
  try {
    const parsed = parseAllDocuments(text, {
      schema: "failsafe",
      version: "1.1",
      uniqueKeys: false,
      logLevel: "error",
      prettyErrors: false,
    });
    return Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    if (error instanceof RangeError) throw yamlTooDeep(where(0));
    throw error;
  }
}

/** The parser calls itself for each level: what opens more brackets than it can stand is not given to it. */
function firstTooDeep(text: string): number | undefined {
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x5b || character === 0x7b) open++;
    else if ((character === 0x5d || character === 0x7d) && open > 0) open--;
    // Brackets in quotes are counted as well; nobody has so many that stay open.
    if (open > mostDepth * 10) return at;
  }
  return undefined;
}

/** From UTF-16 units of a part to bytes of the whole. */
function byteOffsets(text: string, start: number): (offset: number) => number {
  if (Buffer.byteLength(text) === text.length) return (offset) => start + offset;
  const bytes = new Uint32Array(text.length + 1);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Half of a pair counts two of the four bytes.
    const size = unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit <= 0xdfff ? 2 : 3;
    bytes[at + 1] = (bytes[at] ?? 0) + size;
  }
  return (offset) => start + (bytes[Math.min(offset, text.length)] ?? 0);
}

class TreeBuilder {
  private readonly offsets: (offset: number) => number;
  private readonly where: (offset: number) => readonly Origin[];
  private readonly built = new Map<Node, YamlNode>();
  /** How many values a node has when all aliases are written out. */
  private readonly weights = new Map<YamlNode, number>();
  /** An alias inside of what it names has no end. */
  private readonly open = new Set<Node>();
  /** By name, as far as the document has been read: a later anchor of the same name takes its place. */
  private readonly anchors = new Map<string, Node>();
  private mergedEntries = 0;

  constructor(offsets: (offset: number) => number, where: TreeBuilder["where"]) {
    this.offsets = offsets;
    this.where = where;
  }

  build(given: Node, depth: number): YamlNode {
    const source = this.resolve(given);
    const known = this.built.get(source);
    if (known !== undefined) return known;
    if (depth > mostDepth) throw yamlTooDeep(this.whereIs(source));
    const node = this.fresh(source, depth);
    const weight = 1 + this.weigh(childrenOf(node));
    if (weight > mostNodes) throw yamlTooLarge(`a document of ${weight} values`, this.whereIs(given));
    this.weights.set(node, weight);
    this.built.set(source, node);
    return node;
  }

  private weigh(nodes: readonly YamlNode[]): number {
    return nodes.reduce((sum, node) => sum + (this.weights.get(node) ?? 1), 0);
  }

  private fresh(source: Node, depth: number): YamlNode {
    if (isScalar(source)) return this.scalar(source);
    this.open.add(source);
    const node = isMap(source) ? this.map(source, depth) : this.list(source, depth);
    this.open.delete(source);
    return node;
  }

  private list(source: Node, depth: number): YamlNode {
    if (!isSeq(source)) throw new Bug("a YAML node that is neither scalar, list nor mapping");
    const items = source.items.map((item) => this.optional(toNode(item), source, depth));
    return { kind: "list", items, isFlow: source.flow === true, ...this.span(source) };
  }

  private map(source: YAMLMap, depth: number): YamlNode {
    const entries = new Map<string, YamlEntry>();
    const written = new Set<string>();
    for (const pair of source.items) {
      const keyNode = toNode(pair.key);
      if (keyNode !== undefined && isMerge(keyNode)) {
        for (const entry of this.merged(pair, depth)) entries.set(entry.key.text, entry);
        continue;
      }
      const key = this.optional(keyNode, source, depth);
      if (key.kind !== "scalar") throw wrongKey(this.whereIs(keyNode));
      if (written.has(key.text)) throw duplicateKey(key.text, this.whereIs(keyNode));
      written.add(key.text);
      entries.set(key.text, {
        key,
        value: this.optional(toNode(pair.value), keyNode ?? source, depth),
        isMerged: false,
      });
    }
    return { kind: "map", entries: [...entries.values()], isFlow: source.flow === true, ...this.span(source) };
  }

  /** What `<<` brings in; of several mappings the first wins. */
  private merged(pair: Pair, depth: number): readonly YamlEntry[] {
    const given = toNode(pair.value);
    if (given === undefined) throw wrongMerge(this.whereIs(toNode(pair.key)));
    const node = this.build(given, depth + 1);
    const maps = node.kind === "list" ? [...node.items].reverse() : [node];
    return maps.flatMap((map) => {
      if (map.kind !== "map") throw wrongMerge(this.whereIs(given));
      this.mergedEntries += map.entries.length;
      if (this.mergedEntries > mostNodes) throw yamlTooLarge("what is merged here", this.whereIs(given));
      return map.entries.map((entry) => ({ ...entry, isMerged: true }));
    });
  }

  /** Where nothing is written, null is meant. */
  private optional(given: Node | undefined, before: Node, depth: number): YamlNode {
    if (given !== undefined) return this.build(given, depth + 1);
    const at = this.offsets(before.range?.[1] ?? 0);
    return { kind: "scalar", type: "null", text: "", style: "plain", start: at, end: at };
  }

  private resolve(given: Node): Node {
    if (!isAlias(given)) {
      if (hasAnchor(given) && given.anchor !== undefined) this.anchors.set(given.anchor, given);
      return given;
    }
    const target = this.anchors.get(given.source);
    if (target === undefined) throw wrongAlias(given.source, "stands for nothing", this.whereIs(given));
    if (this.open.has(target))
      throw wrongAlias(given.source, "stands for something around itself", this.whereIs(given));
    return target;
  }

  private scalar(source: Scalar): YamlScalar {
    const style = styles[source.type ?? "PLAIN"] ?? "plain";
    const text = style === "plain" ? (source.source ?? "") : String(source.value ?? "");
    return { kind: "scalar", type: typeOf(source.tag, text, style), text, style, ...this.span(source) };
  }

  private span(node: Node): YamlSpan {
    const [start, end] = node.range ?? [0, 0];
    return { start: this.offsets(start), end: this.offsets(end) };
  }

  private whereIs(node: Node | undefined): readonly Origin[] {
    return this.where(node?.range?.[0] ?? 0);
  }
}

function hasAnchor(node: Node): node is Node & { readonly anchor?: string } {
  return "anchor" in node;
}

function childrenOf(node: YamlNode): readonly YamlNode[] {
  if (node.kind === "scalar") return [];
  return node.kind === "list" ? node.items : node.entries.flatMap(({ key, value }) => [key, value]);
}

const styles: Readonly<Record<string, YamlScalar["style"]>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single-quoted",
  QUOTE_DOUBLE: "double-quoted",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

const types: Readonly<Record<string, YamlScalarType>> = { nil: "null", bool: "bool", int: "int", float: "float" };
const tagPrefix = "tag:yaml.org,2002:";

/** A tag such as `!!str` counts more than what the text looks like. */
function typeOf(tag: string | undefined, text: string, style: YamlScalar["style"]): YamlScalarType {
  const resolved = types[resolvePlain(fromText(text)).tag] ?? "string";
  if (tag === undefined) return style === "plain" ? resolved : "string";
  const name = tag.startsWith(tagPrefix) ? tag.slice(tagPrefix.length) : tag;
  return resolved === name ? resolved : "string";
}

/** The items of the tree are typed loosely; the parser only ever makes nodes. */
function toNode(item: unknown): Node | undefined {
  return isScalar(item) || isMap(item) || isSeq(item) || isAlias(item) ? item : undefined;
}

function isMerge(node: Node): boolean {
  return isScalar(node) && node.type === "PLAIN" && node.source === "<<" && node.tag === undefined;
}
