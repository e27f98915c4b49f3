import { type Code, isSameCode } from "../emit/code.ts";

/**
 * What a function returns, given what two calls of it have shown: both the same, or one of them more, since the other had nothing to go
 * through in a loop. Undefined where they differ otherwise.
 */
export function commonBody(a: Code, b: Code): Code | undefined {
  if (isSameCode(a, b)) return a;
  if (hasMore(a, b)) return a;
  return hasMore(b, a) ? b : undefined;
}

function hasMore(more: Code, less: Code): boolean {
  const [all, some] = [partsOf(more), partsOf(less)];
  if (all === undefined || some === undefined || more.kind !== less.kind) return false;
  let next = 0;
  for (const part of all) {
    if (part.key === some[next]?.key) next++;
    else if (!part.isLoop) return false;
  }
  return next === some.length;
}

interface Part {
  readonly key: string;
  readonly isLoop: boolean;
}

function partsOf(code: Code): readonly Part[] | undefined {
  const parts = code.kind === "list" ? code.items : code.kind === "record" ? code.members : undefined;
  return parts?.map((part) => ({
    key: JSON.stringify(part),
    isLoop: "kind" in part && part.kind === "spread" && goesThrough(part.of),
  }));
}

/** `x.map((y) => …)`, and the members made of that. */
function goesThrough(code: Code): boolean {
  return code.kind === "call" && code.args.some((arg) => arg.kind === "arrow" || goesThrough(arg));
}
