import type { Origin } from "../../../sdk/errors/origin.ts";

/** In the order of one file. */
export function compareOrigins(a: Origin, b: Origin): number {
  return a.line - b.line || a.column - b.column;
}
