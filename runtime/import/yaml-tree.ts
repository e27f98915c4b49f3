/**
 * A YAML document as it is written: places, sources of scalars and comments are kept. Aliases and merge keys are resolved, so
 * that one node may hang in several places. All places are bytes of the text that the document is part of.
 */
export interface YamlDocument extends YamlSpan {
  /** Absent where the document says nothing, which most readers skip. */
  readonly root?: YamlNode;
  /** All comments, in the order of the text. */
  readonly comments: readonly YamlComment[];
}

/** From the first byte to the one after the last. */
export interface YamlSpan {
  readonly start: number;
  readonly end: number;
}

export type YamlNode = YamlScalar | YamlList | YamlMap;

/** What a plain scalar is taken for; a quoted one and a block are always strings. */
export type YamlScalarType = "string" | "int" | "float" | "bool" | "null";

export interface YamlScalar extends YamlSpan {
  readonly kind: "scalar";
  readonly type: YamlScalarType;
  /** What the scalar says as text: of a plain one as it is written, of the others without quotes, indentation and escapes. */
  readonly text: string;
  readonly style: "plain" | "single-quoted" | "double-quoted" | "literal" | "folded";
}

export interface YamlList extends YamlSpan {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
  readonly isFlow: boolean;
}

export interface YamlMap extends YamlSpan {
  readonly kind: "map";
  readonly entries: readonly YamlEntry[];
  readonly isFlow: boolean;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
  /** Came in with a merge key (`<<`). */
  readonly isMerged: boolean;
}

export interface YamlComment extends YamlSpan {
  /** Without its `#`. */
  readonly text: string;
  /** Whether nothing else stands before it on its line. */
  readonly isOwnLine: boolean;
}
