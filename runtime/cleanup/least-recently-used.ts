import type { ListedImage } from "../engine/engine.ts";
import { stageLabels } from "../plan/stage-labels.ts";

/** When a run has used a stage last. */
export interface StageUse {
  /** `DIGEST-TIMESTAMP`. */
  readonly id: string;
  readonly usedMs: number;
}

/** An image of the engine by one of its names. */
export interface UsedImage {
  readonly reference: string;
  /** Milliseconds since 1970. */
  readonly usedMs: number;
}

/**
 * The engine's stages of all projects, those first that have not been used for the longest time. Who uses a stage uses what it
 * was built on, so that parents come after their children, which hold them.
 */
export function leastRecentlyUsed(images: readonly ListedImage[], uses: readonly StageUse[]): readonly UsedImage[] {
  const stages = images.flatMap(({ references, labels, createdUnix }) =>
    references.flatMap((reference) => {
      const id = reference.slice(reference.lastIndexOf(":") + 1);
      const [, timestamp] = /^[0-9a-f]{56}-(\d{13})$/.exec(id) ?? [];
      if (timestamp === undefined) return [];
      return [
        {
          reference,
          id,
          parent: labels[stageLabels.parentStageId],
          usedMs: createdUnix * 1000,
          builtMs: Number(timestamp),
        },
      ];
    }),
  );
  const used = new Map<string, number>();
  const parents = new Map(stages.map(({ id, parent }) => [id, parent]));
  const touch = (id: string, usedMs: number): void => {
    for (let each: string | undefined = id; each !== undefined; each = parents.get(each)) {
      if ((used.get(each) ?? -1) >= usedMs) return;
      used.set(each, usedMs);
    }
  };
  for (const { id, usedMs, builtMs } of stages) touch(id, Math.max(usedMs, builtMs));
  for (const { id, usedMs } of uses) touch(id, usedMs);
  return stages
    .map(({ reference, id, builtMs }) => ({ reference, usedMs: used.get(id) ?? 0, builtMs }))
    .sort((a, b) => a.usedMs - b.usedMs || b.builtMs - a.builtMs)
    .map(({ reference, usedMs }) => ({ reference, usedMs }));
}
