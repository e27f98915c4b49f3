/**
 * What a stage's digest is made of: a tree of named values. The names serve explanations and the `builder` profile;
 * `werf-1.2` hashes the values alone, in their order, as werf does.
 */
export type Part = PartLeaf | PartGroup;

export interface PartLeaf {
  readonly kind: "leaf";
  readonly name: string;
  readonly value: string;
  /** The value may be shown and stored as it is (a cache version, a base image); all others are kept as digests. */
  readonly shown?: boolean;
}

export interface PartGroup {
  readonly kind: "group";
  readonly name: string;
  readonly parts: readonly Part[];
}

export function leaf(name: string, value: string): PartLeaf {
  return { kind: "leaf", name, value };
}

export function shownLeaf(name: string, value: string): PartLeaf {
  return { kind: "leaf", name, value, shown: true };
}

export function group(name: string, parts: readonly Part[]): PartGroup {
  return { kind: "group", name, parts };
}
