import type { StageSlot } from "../../../sdk/model/stage-slot.ts";
import { type Code, literal } from "./code.ts";

/** `beforeInstall` is `before: "install"`, and so on. */
export function stagePlace(slot: StageSlot): Readonly<Record<string, Code>> {
  switch (slot) {
    case "beforeInstall":
      return { before: literal("install") };
    case "afterInstall":
      return { after: literal("install") };
    case "beforeSetup":
      return { before: literal("setup") };
    case "afterSetup":
      return { after: literal("setup") };
  }
}
