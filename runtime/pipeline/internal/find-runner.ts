import type { InternalStepName } from "../../../sdk/model/internal-steps.ts";
import type { InternalStepRunner } from "./internal-step.ts";

/** Each is loaded when a pipeline has such a step. */
const runners: Readonly<Partial<Record<InternalStepName, () => Promise<InternalStepRunner>>>> = {};

/** What carries out a kind of internal step; undefined for one that this version cannot. */
export async function findRunner(step: InternalStepName): Promise<InternalStepRunner | undefined> {
  return runners[step]?.();
}
