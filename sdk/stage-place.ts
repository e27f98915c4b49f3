import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import type { StageSlot } from "./model/stage-slot.ts";

/** Next to which stage something of another image arrives; exactly one of the two is given. */
export type StagePlace =
  | {
      /** Before the commands of this stage run. Without such a stage: where it would be. */
      readonly before: "install" | "setup";
      /** Not beside `before`. */
      readonly after?: never;
    }
  | {
      /** After the commands of this stage have run. Without such a stage: where it would be. */
      readonly after: "install" | "setup";
      /** Not beside `after`. */
      readonly before?: never;
    };

/** Checks `before` and `after`; `what` names the call they belong to. */
export function toStageSlot(
  { before, after }: { readonly before?: unknown; readonly after?: unknown },
  what: string,
  origin: Origin | undefined,
): StageSlot {
  if ((before === undefined) === (after === undefined)) {
    throw wrongArgument(what, 'given exactly one of `before` and `after`, "install" or "setup"', before, origin);
  }
  if (before !== undefined)
    return requireStage(before, `${what} before`, origin) === "install" ? "beforeInstall" : "beforeSetup";
  return requireStage(after, `${what} after`, origin) === "install" ? "afterInstall" : "afterSetup";
}

function requireStage(value: unknown, what: string, origin: Origin | undefined): "install" | "setup" {
  if (value === "install" || value === "setup") return value;
  throw wrongArgument(what, '"install" or "setup"', value, origin);
}
