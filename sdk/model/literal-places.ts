import type { Origin } from "../errors/origin.ts";

/** Where a value is written in the user's source, and its parts when it is written out as a list or an object. */
export interface LiteralPlaces {
  readonly origin: Origin;
  /** Of a list, up to the first item whose place in the list cannot be told. */
  readonly items?: readonly LiteralPlaces[];
  readonly members?: Readonly<Record<string, LiteralPlaces>>;
}
