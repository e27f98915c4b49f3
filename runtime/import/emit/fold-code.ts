import type { Code } from "./code.ts";
import { fillHoles, foldInside } from "./loops.ts";

/** An expression with what its loops made as loops, and nothing left open. */
export function foldCode(code: Code): Code {
  return fillHoles(foldInside(code, new Set()));
}
