import type { InternalStepName } from "../../../../sdk/model/internal-steps.ts";
import type { PropertyNode } from "../../../../sdk/model/step-node.ts";
import type { Placed } from "../fields.ts";
import { note } from "./note.ts";
import type { Scope } from "./scope.ts";

/** `A=1 B="x y"` as names and texts; as the text that it is where names are put together from variables. */
export function toRecord(
  step: InternalStepName,
  key: string,
  words: readonly string[],
  text: Placed<string>,
  scope: Scope,
): PropertyNode | undefined {
  const pairs = words.flatMap((word) => splitCommas(key, word, text, scope));
  if (pairs.some(({ name }) => name.includes("$"))) return text.value;
  const entries: (readonly [string, string])[] = [];
  for (const { name, value } of pairs) {
    if (value === undefined) reportNoValue(step, key, name, text, scope);
    else {
      if (key !== "env" && value.includes("=")) noteSecondEquals(step, key, name, text, scope);
      entries.push([name, value]);
    }
  }
  return entries.length === 0 ? undefined : { kind: "record", entries: Object.fromEntries(entries) };
}

interface Pair {
  readonly name: string;
  readonly value?: string;
}

/**
 * The manual promised commas between labels and variables; wercker split at blanks alone. Labels with commas failed, so they are
 * split here; a variable did get the rest of the line for its value, and still does.
 */
function splitCommas(key: string, word: string, text: Placed<string>, scope: Scope): readonly Pair[] {
  const parts = word.split(",");
  if (parts.length === 1 || !parts.every((part) => /^[\w.-]+=/.test(part))) return [toPair(word)];
  const [{ name }] = [toPair(word)];
  if (key === "labels") {
    note(scope, "approximated", key, "split at the commas; wercker failed here: write spaces", text.origin);
    return parts.map(toPair);
  }
  const message = `${name} has the value ${word.slice(name.length + 1)}, as in wercker, which split at spaces alone: write spaces if these are ${parts.length} variables`;
  note(scope, "approximated", key, message, text.origin);
  return [toPair(word)];
}

function toPair(word: string): Pair {
  const equals = word.indexOf("=");
  return equals < 0 ? { name: word } : { name: word.slice(0, equals), value: word.slice(equals + 1) };
}

function reportNoValue(step: InternalStepName, key: string, name: string, text: Placed<string>, scope: Scope): void {
  if (key === "env") {
    note(scope, "left-out", key, `"${name}" has no value: write ${name}=value`, text.origin);
    return;
  }
  scope.findings.error({
    code: "WERCKER.PROPERTY",
    message: `${scope.path}.${key}: "${name}" is not of the form name=value`,
    why: step === "docker-build" ? "wercker crashed on it." : "wercker failed on it.",
    next: [`Write ${name}=value`],
    where: [text.origin],
  });
}

function noteSecondEquals(step: InternalStepName, key: string, name: string, text: Placed<string>, scope: Scope): void {
  const then = step === "docker-build" ? "cut it off there" : "failed";
  note(
    scope,
    "approximated",
    key,
    `the value of ${name} holds an equals sign and is kept whole; wercker ${then}`,
    text.origin,
  );
}
