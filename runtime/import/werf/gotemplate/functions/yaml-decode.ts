import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from "yaml";
import { GoFailure } from "../failure.ts";
import { parseFloat64 } from "../fmt/parse-number.ts";
import { fromText, type GoString, toText } from "../go-string.ts";
import type { Meter } from "../meter.ts";
import { ANY_MAP, DICT } from "../type.ts";
import {
  emptyMap,
  float,
  kindOf,
  type MapValue,
  mapKey,
  NIL,
  setEntry,
  slice,
  string,
  typeOf,
  type Value,
} from "../value.ts";
import { decodeBase64 } from "./base-encoding.ts";
import { resolvePlain } from "./yaml-resolve.ts";

/** `fromYaml`: the first document as yaml.v2 reads it into a `map[string]interface {}`. */
export function decodeYaml(text: GoString, meter: Meter): MapValue {
  meter.reserve(text.length * 64);
  // The parser takes its time: a few microseconds per byte.
  meter.step(text.length * 4);
  const lines = new LineCounter();
  const documents = parseAllDocuments(toText(text), {
    lineCounter: lines,
    schema: "failsafe",
    version: "1.1",
    uniqueKeys: false,
    logLevel: "error",
  });
  const first = Array.isArray(documents) ? documents[0] : undefined;
  const map = emptyMap(DICT);
  const directive = first?.warnings.find(({ code }) => code === "BAD_DIRECTIVE");
  const problem = first?.errors[0] ?? directive;
  if (problem !== undefined) {
    throw new GoFailure(`yaml: line ${lines.linePos(problem.pos[0]).line}: ${problem.message.split("\n", 1)[0]}`);
  }
  const root = first?.contents ?? null;
  if (first === undefined || root === null || isNull(root)) return map;
  if (!isMap(root)) throw notAMap(root, lines);
  new Decoder(aliasResolver(first), meter).fill(map, root);
  return map;
}

/** What aliases stand for; each is looked up once, since that is a walk through the document. */
function aliasResolver(document: Document.Parsed): (node: Node) => Node | undefined {
  const known = new Map<Node, Node | undefined>();
  return (node) => {
    if (!isAlias(node)) return node;
    if (!known.has(node)) known.set(node, node.resolve(document));
    return known.get(node);
  };
}

function isNull(node: Node): boolean {
  return (
    isScalar(node) && node.tag === undefined && node.type === "PLAIN" && resolvePlain(sourceOf(node)).tag === "nil"
  );
}

function notAMap(node: Node, lines: LineCounter): GoFailure {
  const line = lines.linePos(node.range?.[0] ?? 0).line;
  const tag = isSeq(node) ? "!!seq" : "!!str";
  return new GoFailure(`yaml: unmarshal errors: line ${line}: cannot unmarshal ${tag} into ${DICT.name}`);
}

function sourceOf(node: Scalar): GoString {
  return fromText(node.type === "PLAIN" ? (node.source ?? "") : String(node.value ?? ""));
}

class Decoder {
  private readonly resolveAlias: (node: Node) => Node | undefined;
  private readonly meter: Meter;
  /** The aliases that are being resolved: one inside of what it names has no end. */
  private readonly open = new Set<Node>();

  constructor(resolveAlias: (node: Node) => Node | undefined, meter: Meter) {
    this.resolveAlias = resolveAlias;
    this.meter = meter;
  }

  /** Sets the entries of a mapping; those of `<<` are in the place where it stands. */
  fill(map: MapValue, node: YAMLMap): void {
    for (const { key, value } of node.items) {
      const keyNode = toNode(key);
      const valueNode = toNode(value);
      if (keyNode !== undefined && isMerge(keyNode)) this.merge(map, valueNode);
      else setEntry(map, this.key(keyNode, map), this.decode(valueNode));
    }
  }

  private merge(map: MapValue, node: Node | undefined): void {
    this.meter.step();
    const target = node === undefined ? undefined : this.resolveAlias(node);
    if (isMap(target)) this.within(target, () => this.fill(map, target));
    // What stands first wins.
    else if (isSeq(target)) for (const item of [...target.items].reverse()) this.merge(map, toNode(item));
    else throw new GoFailure("map merge requires map or sequence of maps as the value");
  }

  private key(node: Node | undefined, map: MapValue): Value {
    const isText = map.type.key?.kind === "string";
    const target = node === undefined ? undefined : this.resolveAlias(node);
    const key = this.decode(node);
    if (isText && key.tag === "nil") return string("");
    if (isText && isScalar(target)) return string(sourceOf(target));
    if (mapKey(key) === undefined) throw new GoFailure(`invalid map key of type ${typeOf(key)?.name}`);
    if (isText && key.tag !== "string") throw new GoFailure(`cannot unmarshal ${kindOf(key)} into string`);
    return key;
  }

  private decode(node: Node | undefined): Value {
    this.meter.step();
    this.meter.allocate(64);
    const target = node === undefined ? undefined : this.resolveAlias(node);
    if (target === undefined) return NIL;
    if (isScalar(target)) return decodeScalar(target);
    return this.within(target, () => this.decodeCollection(target));
  }

  private decodeCollection(node: Node): Value {
    if (isSeq(node)) return slice(node.items.map((item) => this.decode(toNode(item))));
    const map = emptyMap(ANY_MAP);
    if (isMap(node)) this.fill(map, node);
    return map;
  }

  private within<T>(node: Node, decode: () => T): T {
    if (this.open.has(node)) throw new GoFailure("yaml: anchor value contains itself");
    this.open.add(node);
    const result = decode();
    this.open.delete(node);
    return result;
  }
}

/** The items of the tree are typed loosely; the parser only ever makes nodes. */
function toNode(item: unknown): Node | undefined {
  return isScalar(item) || isMap(item) || isSeq(item) || isAlias(item) ? item : undefined;
}

function isMerge(node: Node): boolean {
  return isScalar(node) && node.type === "PLAIN" && node.source === "<<" && node.tag === undefined;
}

const TAG = "tag:yaml.org,2002:";

function decodeScalar(node: Scalar): Value {
  const text = sourceOf(node);
  const tag = node.tag?.startsWith(TAG) === true ? node.tag.slice(TAG.length) : node.tag;
  if (tag === "binary") return string(decodeBase64(text.replace(/[ \t]/g, "")));
  if (tag === "str" || (tag === undefined && node.type !== "PLAIN")) return string(text);
  if (tag === undefined) return resolvePlain(text);
  return decodeTagged(tag, text);
}

function decodeTagged(tag: string, text: GoString): Value {
  const value = resolvePlain(text);
  const kinds: Readonly<Record<string, Value["tag"]>> = { bool: "bool", int: "int", float: "float", null: "nil" };
  const wanted = kinds[tag];
  if (wanted === undefined) return string(text);
  if (value.tag === wanted) return value;
  if (wanted === "float" && value.tag === "int") return float(parseFloat64(String(value.value)) ?? 0);
  throw new GoFailure(`cannot decode \`${toText(text)}\` as a !!${tag}`);
}
