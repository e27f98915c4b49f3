import type { Inspection, StageChoice } from "../build/inspection.ts";
import type { Terminal } from "../engine/engine.ts";
import { nearestName } from "../plan/nearest-name.ts";
import { parseStageName, stageNames } from "../plan/stage-name.ts";

/** The flags that ask for a shell in a stage. */
export interface InspectionFlags {
  readonly introspectError: boolean;
  readonly introspectBeforeError: boolean;
  readonly introspectStage?: readonly StageChoice[];
}

/** Their definition for the parser, with the text of the help. */
export const inspectionFlags = {
  introspectError: {
    kind: "boolean",
    brief: "Open a shell in a stage that fails, as the failed command has left it",
    default: false,
    withNegated: false,
  },
  introspectBeforeError: {
    kind: "boolean",
    brief: "Open a shell in a stage that fails, before the failed command",
    default: false,
    withNegated: false,
  },
  introspectStage: {
    kind: "parsed",
    parse: parseStageChoice,
    placeholder: "image/stage",
    brief: "Open a shell in this stage once it is there; STAGE or */STAGE: of every image; may be repeated",
    variadic: true,
    optional: true,
  },
} as const;

/** The flags as an option of a builder; undefined where nobody wants to look. */
export function toInspection(flags: InspectionFlags, terminal: () => Terminal): Inspection | undefined {
  const { introspectError, introspectBeforeError, introspectStage: stages = [] } = flags;
  if (!introspectError && !introspectBeforeError && stages.length === 0) return undefined;
  const onError = introspectBeforeError ? "before" : introspectError ? "after" : undefined;
  return { stages, terminal: terminal(), ...(onError === undefined ? {} : { onError }) };
}

/** `IMAGE/STAGE`; names of images may hold slashes, those of stages do not. */
export function parseStageChoice(text: string): StageChoice {
  const slash = text.lastIndexOf("/");
  const name = text.slice(slash + 1);
  const image = text.slice(0, Math.max(slash, 0));
  const stage = parseStageName(name);
  if (stage === undefined) {
    const nearest = nearestName(name, stageNames);
    const advice = nearest === undefined ? `they are ${stageNames.join(", ")}` : `did you mean ${nearest}?`;
    throw new RangeError(`there is no stage "${name}": ${advice}`);
  }
  return { stage, ...(image === "" || image === "*" ? {} : { image }) };
}
