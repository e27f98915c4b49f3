import type { InternalStepName, PropertyKind } from "../../../../sdk/model/internal-steps.ts";
import type { PropertyNode } from "../../../../sdk/model/step-node.ts";
import { splitWords } from "../../../util/split-words.ts";
import type { Placed } from "../fields.ts";
import { note } from "./note.ts";
import { toRecord } from "./record-property.ts";
import { toRegistryAuths } from "./registry-auths-property.ts";
import type { Scope } from "./scope.ts";
import { splitItems } from "./split-items.ts";

/** The value of an internal step's property; undefined where wercker took it for not given (spec §4). */
export function toProperty(
  step: InternalStepName,
  key: string,
  kind: PropertyKind,
  text: Placed<string>,
  scope: Scope,
): PropertyNode | undefined {
  if (kind === "flag") return toFlag(step, key, text, scope);
  if (text.value.trim() === "") return undefined;
  switch (kind) {
    case "text":
      return text.value;
    case "words":
      return wordsOf(step, key, text, scope) === undefined ? undefined : text.value;
    case "list":
      return step === "docker-run" || key === "extra-hosts" ? wordsOf(step, key, text, scope) : splitItems(text.value);
    case "record": {
      const words = wordsOf(step, key, text, scope);
      return words === undefined ? undefined : toRecord(step, key, words, text, scope);
    }
    case "auths":
      return toRegistryAuths(text, scope);
  }
}

/** The words of a text. Steps that start containers fail over a quote that is not closed, the others ignored the property. */
function wordsOf(
  step: InternalStepName,
  key: string,
  { value, origin }: Placed<string>,
  scope: Scope,
): readonly string[] | undefined {
  try {
    return splitWords(value);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    if (step === "docker-run" || step === "shell") {
      scope.findings.error({
        code: "WERCKER.PROPERTY",
        message: `${scope.path}.${key} cannot be split into words: ${problem}`,
        next: ["Close the quote."],
        where: [origin],
      });
    } else {
      note(scope, "left-out", key, `wercker ignored it: ${problem}`, origin);
    }
    return undefined;
  }
}

/** Go's words for true and false. */
const trueWords = ["1", "t", "T", "TRUE", "true", "True"];
const falseWords = ["0", "f", "F", "FALSE", "false", "False", ""];

function toFlag(
  step: InternalStepName,
  key: string,
  { value, origin }: Placed<string>,
  scope: Scope,
): boolean | undefined {
  if (key === "disable-sync") return value === "true" ? true : undefined;
  if (trueWords.includes(value)) return true;
  if (falseWords.includes(value)) return value === "" ? undefined : false;
  if (step === "watch") {
    scope.findings.error({
      code: "WERCKER.PROPERTY",
      message: `"${value}" is an invalid value for ${scope.path}.${key}`,
      next: [`Write ${key}: true or ${key}: false`],
      where: [origin],
    });
  } else {
    note(scope, "left-out", key, `wercker did not understand "${value}": write true or false`, origin);
  }
  return undefined;
}
