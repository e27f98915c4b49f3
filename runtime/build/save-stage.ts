import type { StoredStage } from "../storage/storage.ts";
import type { StageBuilding } from "./build-stage.ts";
import type { SavedStage } from "./saved-stage.ts";
import { selectStage } from "./select-stage.ts";
import type { StageRequest } from "./walk.ts";

/**
 * Optimistic saving (seed 004): nobody waits while somebody else builds; whoever has built first is kept. Under the lock of
 * the digest the storage is asked again, and one's own image is discarded if a suitable stage has appeared meanwhile.
 * A stage is saved after the one that it was built on, so that no stored stage lacks its parent.
 */
export async function saveStage(
  building: StageBuilding,
  request: StageRequest,
  built: StoredStage,
): Promise<SavedStage> {
  const { index, discards } = building;
  try {
    const parent = await request.previous?.saving;
    const saved: SavedStage =
      parent === undefined || parent.kind === "kept"
        ? await saveUnlessFound(building, request, built)
        : { kind: "dropped" };
    if (saved.kind === "kept") return saved;
    if (saved.kind === "dropped") index.remove(built);
    discards.add(built.imageId);
    if (saved.kind === "superseded") {
      const image = request.context.image.name;
      building.onEvent({ kind: "stage-discarded", image, stage: request.stage.name, reference: saved.by.reference });
    }
    return saved;
  } catch (error) {
    index.remove(built);
    discards.add(built.imageId);
    throw error;
  }
}

function saveUnlessFound(building: StageBuilding, request: StageRequest, built: StoredStage): Promise<SavedStage> {
  const { storage, locks, index, onEvent, savingSignal: signal } = building;
  const { stage, context, digest, previous } = request;
  const image = context.image.name;
  return locks.withLock(
    `stage-${storage.address}-${digest}`,
    async (lease) => {
      const faster = await findSaved();
      if (faster !== undefined) return { kind: "superseded", by: faster };
      const onProgress = (progress: { reference: string; currentBytes: number; totalBytes: number }): void =>
        onEvent({ kind: "push", image, stage: stage.name, ...progress });
      const stored = await storage.save(built, { onProgress, signal });
      onEvent({ kind: "stage-saved", image, stage: stage.name, reference: stored.reference });
      // Somebody may have saved it while we held no lock any more: then the oldest counts, as it does for all others.
      const oldest = lease.lost.aborted ? await findSaved() : undefined;
      if (oldest !== undefined && oldest.reference !== stored.reference) return { kind: "superseded", by: oldest };
      return { kind: "kept", stored };
    },
    signal,
  );

  async function findSaved(): Promise<StoredStage | undefined> {
    const listed = await storage.list(signal);
    const selection = {
      candidates: listed.filter((one) => one.digest === digest),
      read: index.read,
      parentMs: previous?.stored?.timestampMs,
    };
    const found = await selectStage(stage, selection, context);
    if (found === undefined) return undefined;
    // First ours, then theirs: two builders may have given their stages the same name. Whoever was faster with this stage
    // has probably saved the next ones too.
    index.remove(built);
    index.refresh(listed);
    return found;
  }
}
