import type { Origin } from "../../../sdk/errors/origin.ts";

/** A part of a YAML file with its place. Aliases are what they name; merge keys are left as they are written. */
export type YamlValue = YamlScalar | YamlList | YamlMap;

/** A text, a number, or nothing at all. */
export interface YamlScalar {
  readonly kind: "scalar";
  /** Of a plain one as it is written. */
  readonly text: string;
  /** Neither quoted nor a block nor tagged as text: it may be a number, a boolean or nothing. */
  readonly isPlain: boolean;
  readonly origin: Origin;
}

/** Items in their order. */
export interface YamlList {
  readonly kind: "list";
  readonly items: readonly YamlValue[];
  readonly origin: Origin;
}

/** Keys and values. */
export interface YamlMap {
  readonly kind: "map";
  /** As they are written: merge keys and keys that are written twice are among them. */
  readonly entries: readonly YamlEntry[];
  /** By key, what merge keys bring among them. */
  readonly merged: ReadonlyMap<string, YamlEntry>;
  /** Entries of the map itself that others have taken the place of. */
  readonly replaced: readonly ReplacedEntry[];
  readonly origin: Origin;
}

/** A key and its value. */
export interface YamlEntry {
  readonly key: string;
  readonly value: YamlValue;
  /** `<<`: the entries of the value belong here. */
  readonly isMerge: boolean;
  /** Of the key. */
  readonly origin: Origin;
}

/** An entry without effect, and the one that counts instead. */
export interface ReplacedEntry {
  readonly entry: YamlEntry;
  readonly by: YamlEntry;
}
