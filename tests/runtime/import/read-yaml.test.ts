import { describe, expect, it } from "vitest";
import { createFilePlaces } from "../../../runtime/import/places.ts";
import { readYaml } from "../../../runtime/import/read-yaml.ts";
import { fromText, toText } from "../../../runtime/import/werf/gotemplate/go-string.ts";
import type { YamlNode } from "../../../runtime/import/yaml-tree.ts";
import { isBuilderError } from "../../../sdk/errors/builder-error.ts";

function read(source: string) {
  const text = fromText(source);
  return readYaml({ text, start: 0, end: text.length, places: createFilePlaces("a.yaml", text) });
}

/** A tree with types in place of nodes: `int 1`, lists and records. */
function shape(node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === "scalar") return `${node.type} ${node.text}`;
  if (node.kind === "list") return node.items.map(shape);
  return Object.fromEntries(
    node.entries.map(({ key, value, isMerged }) => [`${key.text}${isMerged ? "*" : ""}`, shape(value)]),
  );
}

function codeOf(source: string) {
  try {
    read(source);
    return undefined;
  } catch (error) {
    if (!isBuilderError(error)) throw error;
    const [place] = error.where;
    return `${error.code} ${place?.line}:${place?.column}`;
  }
}

describe("YAML as yaml.v2 reads it", () => {
  it("has the types of YAML 1.1", () => {
    const text = "[yes, 'yes', 0644, 1_000, 1.10, ~, 2024-02-29, 1:20, !!str 1, 0x1F, NO, x]";
    expect(shape(read(text).root)).toEqual([
      ...["bool yes", "string yes", "int 0644", "int 1_000", "float 1.10", "null ~", "string 2024-02-29"],
      ...["string 1:20", "string 1", "int 0x1F", "bool NO", "string x"],
    ]);
  });

  it("resolves aliases to the same node and merges mappings", () => {
    const text = "a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\nc: *a\nd:\n  <<: [*a, {x: 9, z: 4}]\n";
    const { root } = read(text);
    expect(shape(root)).toEqual({
      a: { x: "int 1", y: "int 2" },
      b: { "x*": "int 1", y: "int 3" },
      c: { x: "int 1", y: "int 2" },
      d: { "x*": "int 1", "z*": "int 4", "y*": "int 2" },
    });
    if (root?.kind !== "map") throw new Error("not a mapping");
    expect(root.entries[2]?.value).toBe(root.entries[0]?.value);
  });

  it("keeps the places as bytes, and blocks as they are meant", () => {
    const source = "é: ü\nb: |\n  # none\n  text\n";
    const { root } = read(source);
    if (root?.kind !== "map") throw new Error("not a mapping");
    const [first, second] = root.entries.map(({ value }) => value);
    const bytes = fromText(source);
    expect(toText(bytes.slice(first?.start, first?.end))).toBe("ü");
    expect(shape(second)).toBe("string # none\ntext\n");
  });

  it("keeps comments, and no others", () => {
    const { comments } = read('# top\na: "#no" # behind\nb: |\n  # text\nc: x#y\n  # own\n');
    expect(comments.map(({ text, isOwnLine }) => [text, isOwnLine])).toEqual([
      [" top", true],
      [" behind", false],
      [" own", true],
    ]);
  });

  it.each([
    ["a: 1\na: 2", "YAML.DUPLICATE_KEY 2:1"],
    ["a: *b", "YAML.ALIAS 1:4"],
    ["a: &b [*b]", "YAML.ALIAS 1:8"],
    ["a: 1\n<<: x", "YAML.MERGE 2:5"],
    ["{[a]: b}", "YAML.KEY 1:2"],
    ["a: [1", "YAML.SYNTAX 1:6"],
    ["a: 1\n--- b", "YAML.SYNTAX 2:1"],
    ["[".repeat(10_000), "YAML.NESTING 1:1001"],
    ["- ".repeat(10_000), "YAML.NESTING 1:"],
    [Array.from({ length: 200 }, (_, level) => `${" ".repeat(level)}k:`).join("\n"), "YAML.NESTING 101:"],
    ["- x\n".repeat(100_000), "YAML.TOO_LARGE 60001:4"],
    [bomb(10), "YAML.TOO_LARGE 6:9"],
  ])("refuses %j at its place", (text, code) => {
    expect(codeOf(text)?.startsWith(code)).toBe(true);
  });

  it("of nothing is nothing", () => {
    expect([read("").root, read("# a\n").root, shape(read("~").root)]).toEqual([undefined, undefined, "null ~"]);
  });
});

/** A list of lists, each ten times the one before. */
function bomb(levels: number): string {
  const list = (item: string): string => `[${Array(10).fill(item).join(",")}]`;
  const lines = Array.from(
    { length: levels },
    (_, level) => `a${level}: &a${level} ${list(level === 0 ? "x" : `*a${level - 1}`)}`,
  );
  return lines.join("\n");
}
