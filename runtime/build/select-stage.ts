import type { Stage, StageContext } from "../stages/stage.ts";
import type { StoredStage } from "../storage/storage.ts";

/** The oldest of the stored stages that suits the commit which is built (spec §7.1). */
export async function selectStage(
  stage: Stage,
  candidates: readonly StoredStage[],
  context: StageContext,
): Promise<StoredStage | undefined> {
  for (const candidate of candidates) {
    if (await stage.isSuitable(candidate, context)) return candidate;
  }
  return undefined;
}
