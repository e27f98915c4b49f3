import type { Origin } from "../../../sdk/errors/origin.ts";
import type { BuildGraph } from "../../../sdk/model/build-graph.ts";

/** A comment of the imported file. */
export interface SourceComment {
  readonly file: string;
  readonly line: number;
  /** Without its `#`. */
  readonly text: string;
  /** Whether nothing else stands on its line: it speaks of what follows, and of what is before it otherwise. */
  readonly isOwnLine: boolean;
}

/** Hands out each comment once, to the node that it stands above or beside. */
export interface CommentPlaces {
  /** The comments of a node. Of nodes in one place the first that asks gets them, and others of its kind: a loop made them. */
  take(node: { readonly kind?: string; readonly origin?: Origin }): readonly string[];
  /** Those that stand before everything else in the file. */
  readonly header: readonly string[];
  /** Those that nobody has asked for. */
  rest(): readonly string[];
}

export function placeComments(graph: BuildGraph, comments: readonly SourceComment[]): CommentPlaces {
  const anchors = anchorsOf(graph);
  const byAnchor = new Map<string, string[]>();
  const header: string[] = [];
  const owners = new Map<string, string>();
  for (const comment of comments) {
    const anchor = anchorOf(comment, anchors);
    const text = comment.text.replace(/^ /, "").trimEnd();
    if (anchor === undefined) addTo(byAnchor, "", text);
    else if (isAbove(comment, anchor, anchors, comments)) header.push(text);
    else addTo(byAnchor, keyOf(anchor), text);
  }
  return {
    header,
    take({ kind = "", origin }) {
      if (origin === undefined) return [];
      const key = keyOf(origin);
      const owner = owners.get(key) ?? kind;
      owners.set(key, owner);
      return owner === kind ? (byAnchor.get(key) ?? []) : [];
    },
    rest: () => [...byAnchor].flatMap(([key, lines]) => (owners.has(key) ? [] : lines)),
  };
}

function anchorOf(comment: SourceComment, anchors: readonly Origin[]): Origin | undefined {
  const inFile = anchors.filter(({ file }) => file === comment.file);
  if (comment.isOwnLine) return inFile.find(({ line }) => line >= comment.line) ?? inFile.at(-1);
  return inFile.findLast(({ line }) => line <= comment.line) ?? inFile[0];
}

/** A licence or an introduction: it begins the file, and an empty line keeps it apart from what follows. */
function isAbove(
  comment: SourceComment,
  anchor: Origin,
  anchors: readonly Origin[],
  comments: readonly SourceComment[],
): boolean {
  const first = anchors.find(({ file }) => file === comment.file);
  if (!comment.isOwnLine || first !== anchor || comment.line >= anchor.line) return false;
  const lines = new Set(comments.filter(({ file }) => file === comment.file).map(({ line }) => line));
  let end = comment.line;
  while (lines.has(end + 1)) end++;
  return end < anchor.line - 1;
}

/** Where the nodes are that comments are written at, in the order of the files. */
function anchorsOf(graph: BuildGraph): readonly Origin[] {
  const found = new Map<string, Origin>();
  collect(graph, found);
  return [...found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Bases and single runs of text have places of their own that no comment is written at. */
const withoutPlace: ReadonlySet<string> = new Set(["base", "source"]);

function collect(value: unknown, found: Map<string, Origin>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === "origin" && isOrigin(item)) found.set(keyOf(item), item);
    else if (!withoutPlace.has(key)) collect(item, found);
  }
}

function isOrigin(value: unknown): value is Origin {
  return typeof value === "object" && value !== null && "file" in value && "line" in value && "column" in value;
}

function keyOf({ file, line, column }: Origin): string {
  return `${file}:${line}:${column}`;
}

/** A loop of a template says the same in each round. */
function addTo(map: Map<string, string[]>, key: string, text: string): void {
  const lines = map.get(key) ?? [];
  if (text === "" || !lines.includes(text)) map.set(key, [...lines, text]);
}
