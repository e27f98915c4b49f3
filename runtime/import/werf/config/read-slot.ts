import type { StageSlot } from "../../../../sdk/model/stage-slot.ts";
import type { Section } from "./section.ts";

const slots: Readonly<Record<string, StageSlot>> = {
  "before install": "beforeInstall",
  "after install": "afterInstall",
  "before setup": "beforeSetup",
  "after setup": "afterSetup",
};

/** `before` or `after`: between which stages something is taken over (spec §5.1, §5.6). */
export function readSlot(section: Section): StageSlot | undefined {
  const before = section.text("before");
  const after = section.text("after");
  if ((before === undefined) === (after === undefined)) {
    section.problem("before", {
      code: "WERF.STAGE",
      message: before === undefined ? "neither `before` nor `after` is given" : "both `before` and `after` are given",
      next: ["say between which stages: one of before: install, after: install, before: setup, after: setup"],
    });
    return undefined;
  }
  const [key, stage] = before === undefined ? (["after", after] as const) : (["before", before] as const);
  const slot = slots[`${key} ${stage}`];
  if (slot === undefined) {
    section.problem(key, {
      code: "WERF.STAGE",
      message: `\`${key}: ${stage}\` names no place between stages`,
      next: [`write ${key}: install or ${key}: setup`],
    });
  }
  return slot;
}
