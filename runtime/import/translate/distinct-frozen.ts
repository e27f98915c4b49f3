import type { FrozenStatement } from "./symbolic-probe.ts";

/** Each statement once for each outcome, however often it was executed. */
export function distinctFrozen(frozen: readonly FrozenStatement[]): readonly FrozenStatement[] {
  const seen = new Set<string>();
  return frozen.filter(({ statement, outcome }) => {
    const key = `${statement.pos} ${statement.kind} ${outcome}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
