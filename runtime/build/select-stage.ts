import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { AnyStage, StageContext } from "../stages/stage.ts";
import type { StoredStage } from "../storage/storage.ts";

/** The oldest of the stored stages that suits the commit which is built (spec §7.1). */
export async function selectStage(
  stage: AnyStage,
  candidates: readonly StoredStage[],
  context: StageContext<AnyImageNode>,
): Promise<StoredStage | undefined> {
  for (const candidate of candidates) {
    if (await stage.isSuitable(candidate, context)) return candidate;
  }
  return undefined;
}
