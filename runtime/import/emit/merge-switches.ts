import { type Code, literal } from "./code.ts";
import { negated } from "./negated.ts";

/** Methods that turn something on or off, which may be called in any case. */
const switches: ReadonlySet<string> = new Set(["fromLatest", "disableGitAfterPatch", "final"]);

/**
 * What such a method is called with where one of two chains calls it, or both do: `.fromLatest()` and nothing is `.fromLatest(test)`.
 * Undefined for all others.
 */
export function mergeSwitches(
  method: string | undefined,
  test: Code,
  whenTrue: readonly Code[] | undefined,
  whenFalse: readonly Code[] | undefined,
): Code | undefined {
  if (method === undefined || !switches.has(method)) return undefined;
  const [on, off] = [whenTrue && givenTo(whenTrue), whenFalse && givenTo(whenFalse)];
  // Nobody turns on what is on without being told to.
  const left = on ?? (off && opposite(off));
  const right = off ?? (on && opposite(on));
  if (left === undefined || right === undefined) return undefined;
  if (isLiteral(left, true) && isLiteral(right, false)) return test;
  if (isLiteral(left, false) && isLiteral(right, true)) return negated(test);
  return { kind: "conditional", test, whenTrue: left, whenFalse: right };
}

function givenTo([given]: readonly Code[]): Code {
  return given ?? literal(true);
}

/** What is meant where the method is not called: only of what is written out it is known. */
function opposite(value: Code): Code | undefined {
  return value.kind === "literal" ? negated(value) : undefined;
}

function isLiteral(code: Code, value: boolean): boolean {
  return code.kind === "literal" && code.value === value;
}
