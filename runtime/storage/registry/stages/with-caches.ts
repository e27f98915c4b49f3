import type { Engine } from "../../../engine/engine.ts";
import type { StageStorage, StorageTransfer, StoredStage } from "../../storage.ts";
import type { RegistryClient } from "../registry-client.ts";
import { copyImage } from "./copy-image.ts";
import type { StagePlace } from "./stage-place.ts";
import { stageTag } from "./stage-tags.ts";

export interface CacheOptions {
  readonly client: RegistryClient;
  readonly engine: Engine;
  readonly primary: StagePlace;
  readonly caches: readonly StagePlace[];
  /** A cache that fails costs time, not the build. */
  readonly onFailure: (cache: string, error: unknown) => void;
}

/** A storage with nearer copies: images are fetched from the caches first, and what was not there is put there. */
export interface CachedStorage {
  readonly storage: StageStorage;
  /** Waits until the caches are filled. */
  filled(): Promise<void>;
}

export function withCaches({ client, engine, primary, caches, onFailure }: CacheOptions): CachedStorage {
  const { storage, repository: from } = primary;
  const filling: Promise<void>[] = [];

  const fill = (cache: StagePlace, stage: StoredStage, { signal }: StorageTransfer): void => {
    const tag = stageTag(stage);
    const copied = copyImage(
      client,
      { from, tag, to: cache.repository, tags: [tag] },
      { signal, onProgress: () => {} },
    );
    const settled = copied.then(
      () => {},
      (error: unknown) => onFailure(cache.storage.address, error),
    );
    filling.push(settled);
  };
  const fetchFrom = async (cache: StagePlace, stage: StoredStage, transfer: StorageTransfer) => {
    try {
      return await cache.storage.fetch({ ...stage, reference: cache.storage.referenceOf(stage) }, transfer);
    } catch (error) {
      transfer.signal.throwIfAborted();
      onFailure(cache.storage.address, error);
      return undefined;
    }
  };

  return {
    filled: async () => void (await Promise.all(filling)),
    storage: {
      ...storage,
      async fetch(stage, transfer) {
        const present = await engine.images.inspect(stage.imageId);
        if (present !== undefined) return present;
        for (const cache of caches) {
          const fetched = await fetchFrom(cache, stage, transfer);
          if (fetched !== undefined) return fetched;
        }
        const fetched = await storage.fetch(stage, transfer);
        if (fetched !== undefined) for (const cache of caches) fill(cache, stage, transfer);
        return fetched;
      },
      async save(stage, transfer) {
        const stored = await storage.save(stage, transfer);
        for (const cache of caches) fill(cache, stored, transfer);
        return stored;
      },
    },
  };
}
