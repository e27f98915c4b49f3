import type { Code } from "./code.ts";

/** Calls one after another, and what they begin with. */
export interface Chain {
  readonly head: Code;
  readonly calls: readonly {
    readonly property: string;
    readonly args: readonly Code[];
    readonly comments: readonly string[];
  }[];
}

/** `a.b(1).c(2)` is `a` with the calls `b` and `c`. */
export function chainOf(code: Code): Chain {
  if (code.kind !== "call" || code.callee.kind !== "member") return { head: code, calls: [] };
  const { head, calls } = chainOf(code.callee.object);
  return {
    head,
    calls: [...calls, { property: code.callee.property, args: code.args, comments: code.comments ?? [] }],
  };
}
