import type { GoString } from "../go-string.ts";
import type { Meter } from "../meter.ts";

/** Collects a text piece by piece and stops before it outgrows what the execution may still use. */
export interface TextBuilder {
  readonly length: number;
  /** Gives the builder itself. */
  add(piece: GoString): TextBuilder;
  toString(): GoString;
}

export function createTextBuilder(meter: Meter): TextBuilder {
  const pieces: GoString[] = [];
  let length = 0;
  const builder: TextBuilder = {
    get length() {
      return length;
    },
    add(piece) {
      if (piece === "") return builder;
      length += piece.length;
      // A piece costs its entry in the list besides its bytes.
      meter.reserve(length + pieces.length * 16);
      meter.step();
      pieces.push(piece);
      return builder;
    },
    toString: () => pieces.join(""),
  };
  return builder;
}
