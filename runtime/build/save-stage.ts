import type { ImageId } from "../engine/engine.ts";
import type { StoredStage } from "../storage/storage.ts";
import type { StageBuilding } from "./build-stage.ts";
import { selectStage } from "./select-stage.ts";
import type { MadeStage, StageRequest } from "./walk-image.ts";

/**
 * Optimistic saving (seed 004): nobody waits while somebody else builds; whoever has built first is kept. Under the lock of
 * the digest the storage is asked again, and one's own image is discarded if a suitable stage has appeared meanwhile.
 */
export function saveStage(building: StageBuilding, request: StageRequest, imageId: ImageId): Promise<MadeStage> {
  const { storage, locks, engine, index, project, signal } = building;
  return locks.withLock(
    `stage-${project}-${request.digest}`,
    async () => {
      const siblings = (await storage.list()).filter((stage) => stage.digest === request.digest);
      const faster = await selectStage(request.stage, siblings, request.context);
      const stored =
        faster ?? (await storage.save({ imageId, digest: request.digest, timestampMs: unusedMs(siblings) }));
      if (faster !== undefined && faster.imageId !== imageId) await engine.images.remove(imageId);
      index.add(stored);
      return { stored, by: faster === undefined ? "us" : "faster-run" };
    },
    signal,
  );
}

/** Now, or a little later when a stage of this digest already bears this time. */
function unusedMs(siblings: readonly StoredStage[]): number {
  const used = new Set(siblings.map((stage) => stage.timestampMs));
  let timestampMs = Date.now();
  while (used.has(timestampMs)) timestampMs += 1;
  return timestampMs;
}
