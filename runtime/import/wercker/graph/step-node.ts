import { mostSimilar } from "../../../../sdk/errors/most-similar.ts";
import { internalStepNames, isInternalStepName } from "../../../../sdk/model/internal-steps.ts";
import { createStepNode, type ScriptStepNode, type StepNode } from "../../../../sdk/model/step-node.ts";
import type { WerckerStep } from "../wercker-file.ts";
import { toExternalStep } from "./external-step-node.ts";
import { toInternalStep } from "./internal-step-node.ts";
import { note } from "./note.ts";
import type { Scope } from "./scope.ts";

const internalPrefix = "internal/";

/** A step: shell text, one that builder itself carries out, or one that lies in a folder (spec §2.1, §2.2). */
export function toStepNode(step: WerckerStep, scope: Scope): StepNode | undefined {
  const { id } = step;
  if (id.startsWith(internalPrefix)) {
    const name = id.slice(internalPrefix.length);
    if (isInternalStepName(name)) return toInternalStep(name, step, scope);
    if (name !== "publish-step") return unknownInternal(name, step, scope);
  }
  const stepName = id.slice(id.indexOf("/") + 1).replace(/@.*$/, "");
  return stepName === "script" && step.url === undefined
    ? toScript(step, scope)
    : toExternalStep(step, stepName, scope);
}

function unknownInternal(name: string, { id, origin }: WerckerStep, { findings, path }: Scope): undefined {
  const similar = mostSimilar(name, internalStepNames);
  findings.error({
    code: "WERCKER.UNKNOWN_STEP",
    message: `There is no step ${id} (${path})`,
    next: [
      ...(similar === undefined ? [] : [`Did you mean ${internalPrefix}${similar}?`]),
      `There are: ${internalStepNames.map((known) => internalPrefix + known).join(", ")}`,
    ],
    where: [origin],
  });
  return undefined;
}

function toScript(step: WerckerStep, scope: Scope): ScriptStepNode {
  const { name = "script", cwd, checkpoint, data, origin } = step;
  const code = data.get("code");
  if (code === undefined) {
    const similar = mostSimilar("code", data.keys());
    const meant = similar === undefined ? "" : `: did you mean code where ${similar} is written?`;
    note(scope, "approximated", "code", `is missing, so that the script does nothing, as in wercker${meant}`, origin);
  }
  return createStepNode({
    kind: "script-step",
    name,
    code: withExports(code?.value ?? "", step, scope),
    ...(cwd === undefined ? {} : { cwd: cwd.value }),
    ...(checkpoint === undefined ? {} : { checkpoint: checkpoint.value }),
    origin,
  });
}

/** Other properties of a script were variables; the box's shell expanded what is in them (spec §2.5). */
function withExports(code: string, { data }: WerckerStep, scope: Scope): string {
  const lines: string[] = [];
  for (const [key, { value, origin }] of data) {
    if (key === "code") continue;
    const variable = `WERCKER_SCRIPT_${key.toUpperCase().replaceAll("-", "_")}`;
    if (!/^\w+$/.test(variable)) {
      note(scope, "left-out", key, "cannot be the name of a variable: wercker failed to export it", origin);
      continue;
    }
    lines.push(`export ${variable}="${value.replace(/[\\"`]/g, "\\$&")}"`);
    note(scope, "approximated", key, `a script takes code alone: it sets ${variable} itself`, origin);
  }
  if (lines.length === 0) return code;
  // The first line says whether the script ends at its first failure.
  const [first = "", ...others] = code.split("\n");
  return first.startsWith("#!") ? [first, ...lines, ...others].join("\n") : [...lines, code].join("\n");
}
