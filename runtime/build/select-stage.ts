import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { AnyStage, StageContext } from "../stages/stage.ts";
import type { ListedStage, StoredStage } from "../storage/storage.ts";

/** Where a stage is looked for. */
export interface Selection {
  /** In the order in which they are preferred: the oldest first. */
  readonly candidates: readonly ListedStage[];
  readonly read: (stage: ListedStage) => Promise<StoredStage | undefined>;
  /** When the stage before was saved; only asked for where children must be younger than that (`childrenAreYounger`). */
  readonly parentMs: number | undefined;
}

/** The oldest of the stored stages that suits the commit which is built (spec §7.1). */
export async function selectStage(
  stage: AnyStage,
  { candidates, read, parentMs }: Selection,
  context: StageContext<AnyImageNode>,
): Promise<StoredStage | undefined> {
  const notBeforeMs = context.profile.childrenAreYounger ? (parentMs ?? 0) : 0;
  for (const candidate of candidates) {
    if (candidate.timestampMs < notBeforeMs) continue;
    const stored = await read(candidate);
    if (stored !== undefined && (await stage.isSuitable(stored, context))) return stored;
  }
  return undefined;
}
