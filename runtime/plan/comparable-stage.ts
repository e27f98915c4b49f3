import { stageLabels } from "./stage-labels.ts";
import type { StageName } from "./stage-name.ts";

/** A stored stage, as far as comparing goes. */
export interface ComparableStage {
  readonly labels: Readonly<Record<string, string>>;
  readonly timestampMs: number;
}

/** What a stage that is to be built can be compared with. */
export interface Comparable<T extends ComparableStage> {
  /** The newest one that is of HEAD's own history. */
  readonly best?: T;
  /** There are some, and all of them belong to other histories. */
  readonly isUnrelated: boolean;
}

/**
 * Finds the last build of the same stage of the same image.
 *
 * @param isSuitable whether a stage is of HEAD's history; asked for the newest first and not more often than needed
 */
export async function selectComparable<T extends ComparableStage>(
  stages: readonly T[],
  wanted: { readonly image: string; readonly stage: StageName },
  isSuitable: (stage: T) => Promise<boolean>,
): Promise<Comparable<T>> {
  const candidates = stages
    .filter(({ labels }) => labels[stageLabels.image] === wanted.image && labels[stageLabels.stage] === wanted.stage)
    .sort((a, b) => b.timestampMs - a.timestampMs);
  for (const candidate of candidates) {
    if (await isSuitable(candidate)) return { best: candidate, isUnrelated: false };
  }
  return { isUnrelated: candidates.length > 0 };
}
