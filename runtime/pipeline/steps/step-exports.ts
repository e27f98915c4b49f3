import { isSecretText } from "../../../sdk/model/text-node.ts";
import { guestPaths } from "../guest-paths.ts";
import type { Secrets } from "../secrets.ts";
import { exportExpanded, exportLiteral } from "../text/shell-quote.ts";
import { isVariableName } from "../variables.ts";
import type { ShellStep } from "./resolve-step.ts";

/** Where a step leaves what it has to say. */
export function reportPaths(stepId: string) {
  const folder = `${guestPaths.report}/${stepId}`;
  return {
    folder,
    message: `${folder}/message.txt`,
    artifacts: `${folder}/artifacts`,
    numbers: `${folder}/numbers.ini`,
  };
}

/** Where a step's files are in the box. */
export function stepRoot(stepId: string): string {
  return `${guestPaths.root}/${stepId}`;
}

/** Lines that export what a step is told: about itself, then its properties as `WERCKER_NAME_PROPERTY` (spec §2.5). */
export function stepExports(step: ShellStep, secrets: Secrets): readonly string[] {
  const report = reportPaths(step.id);
  const about = {
    WERCKER_STEP_ROOT: stepRoot(step.id),
    WERCKER_STEP_ID: step.id,
    WERCKER_STEP_OWNER: step.owner,
    WERCKER_STEP_NAME: step.name,
    WERCKER_REPORT_NUMBERS_FILE: report.numbers,
    WERCKER_REPORT_MESSAGE_FILE: report.message,
    WERCKER_REPORT_ARTIFACTS_DIR: report.artifacts,
  };
  const properties = [...step.properties].flatMap(([property, value]) => {
    const name = variableName(step.name, property);
    if (!isVariableName(name)) return [];
    return [isSecretText(value) ? exportLiteral(name, secrets.value(value.name)) : exportExpanded(name, value)];
  });
  return [...Object.entries(about).map(([name, value]) => exportLiteral(name, value)), ...properties];
}

/** Dashes become underscores; wercker let all else through and broke the line with it, here it becomes one, too. */
function variableName(step: string, property: string): string {
  return `WERCKER_${step}_${property}`.replace(/[^A-Za-z0-9_]/g, "_").toUpperCase();
}
