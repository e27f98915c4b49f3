import { setTimeout as sleep } from "node:timers/promises";
import { Bug } from "../../../../sdk/errors/bug.ts";
import { isBuilderError } from "../../../../sdk/errors/builder-error.ts";
import type { Engine, InspectedImage } from "../../../engine/engine.ts";
import type { ListedStage, NewStage, StageStorage, StorageTransfer, StoredStage } from "../../storage.ts";
import { isContentDigest } from "../content-digest.ts";
import type { Repository } from "../image-reference.ts";
import { recordImage } from "../record-image.ts";
import type { RegistryClient } from "../registry-client.ts";
import type { ImageCache } from "./image-cache.ts";
import { isWhole, type RemoteImage, readImage } from "./read-image.ts";
import { rejectedTag, stagesAmong, stageTag } from "./stage-tags.ts";

export interface RegistryStorageOptions {
  readonly client: RegistryClient;
  readonly repository: Repository;
  /** Only asked when something is built. */
  readonly engine: Engine;
  readonly cache: ImageCache;
  /** Learns of the tags each time they are listed, so that others need not list them too. @default nobody */
  readonly onTags?: (tags: readonly string[]) => void;
}

/** Stages as tags of a repository, `HOST/PATH:DIGEST-TIMESTAMP`, as werf keeps them (spec §7.4). */
export function createRegistryStorage(options: RegistryStorageOptions): StageStorage {
  const { client, repository, engine, cache } = options;
  const address = `${repository.registry}/${repository.path}`;
  /** Tags whose manifest this run has seen: they need not be asked for again. */
  const seen = new Set<string>();
  const referenceOf: StageStorage["referenceOf"] = (stage) => `${address}:${stageTag(stage)}`;

  return {
    address,
    referenceOf,
    async list(signal) {
      const tags = await client.tags(repository, signal);
      options.onTags?.(tags);
      return stagesAmong(tags, repository);
    },
    async read(stage, signal) {
      const tag = stageTag(stage);
      const known = await cache.get(tag);
      if (known !== undefined) return toStored(stage, known);
      const image = await readImage(client, repository, tag, signal);
      if (image === undefined) return undefined;
      seen.add(tag);
      await cache.set(tag, image);
      return toStored(stage, image);
    },
    async isThere(stage, signal) {
      const tag = stageTag(stage);
      if (seen.has(tag)) return true;
      const found = await client.manifests.head(repository, tag, signal);
      if (found !== undefined) seen.add(tag);
      return found !== undefined;
    },
    async save(stage, transfer) {
      const image = await push(options, stage, referenceOf(stage), transfer);
      const tag = stageTag(stage);
      seen.add(tag);
      await cache.set(tag, image);
      return toStored({ ...stage, reference: referenceOf(stage) }, image);
    },
    fetch: async (stage, transfer) =>
      (await engine.images.inspect(stage.imageId)) ?? (await pull(options, stage, transfer)),
    keep: async (stage) => stage,
    async reject(stage, signal) {
      await cache.forget(stageTag(stage));
      const { config, manifest } = recordImage(rejectedTag(stage));
      await client.blobs.push(repository, config, { signal });
      await client.manifests.put(repository, rejectedTag(stage), manifest, signal);
    },
  };
}

function toStored(stage: ListedStage, { imageId, labels, sizeBytes, manifestDigest }: RemoteImage): StoredStage {
  const { digest, timestampMs, reference } = stage;
  return { digest, timestampMs, reference, imageId, registryDigest: manifestDigest, labels, sizeBytes };
}

const pushTries = 3;
const pauseMs = 1000;

/**
 * The engine sends the image itself: it knows which layers the registry has, compresses the others as it sends them, and
 * names the image last. Exporting would copy all layers of the image, those of its base too, for each stage (measured: 70 MB
 * of base make 0.9 s of export a stage, and nothing when pushed).
 */
async function push(
  { engine }: RegistryStorageOptions,
  stage: NewStage,
  reference: string,
  { onProgress, signal }: StorageTransfer,
): Promise<RemoteImage> {
  await engine.images.tag(stage.imageId, reference);
  try {
    const manifestDigest = await pushPatiently(() => engine.images.push(reference, onProgress, signal), signal);
    const inspected = await engine.images.inspect(stage.imageId);
    if (inspected === undefined || !isContentDigest(manifestDigest) || !isContentDigest(inspected.id))
      throw new Bug(`the engine has pushed ${reference} as ${manifestDigest} and does not have it`);
    const { labels } = inspected.config;
    return { manifestDigest, imageId: inspected.id, labels, sizeBytes: inspected.sizeBytes };
  } catch (error) {
    // A name in the engine that is none in the registry would stay for ever.
    await engine.images.remove(reference).catch(() => {});
    throw error;
  }
}

/** The engine tries layers again by itself, manifests and lost connections it does not. */
async function pushPatiently(attempt: () => Promise<string>, signal: AbortSignal): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === pushTries || !mayPass(error)) throw error;
      await sleep(pauseMs * tries, undefined, { signal });
    }
  }
}

function mayPass(error: unknown): boolean {
  if (!isBuilderError(error) || error.code !== "ENGINE.PUSH_FAILED") return false;
  return !/denied|unauthorized|authentication required|basic auth|HTTPS client|x509/i.test(error.why ?? "");
}

/** Undefined where the registry has lost the image or a part of it. */
async function pull(
  { engine, client, repository }: RegistryStorageOptions,
  stage: StoredStage,
  { onProgress, onPulled, signal }: StorageTransfer,
): Promise<InspectedImage | undefined> {
  try {
    const pulled = await engine.images.pull(stage.reference, onProgress, signal);
    onPulled?.(stage.reference);
    return pulled;
  } catch (error) {
    const aboutImage = isBuilderError(error) && ["ENGINE.IMAGE_NOT_FOUND", "ENGINE.PULL_FAILED"].includes(error.code);
    // The engine's words do not tell a damaged image from a bad connection: it is looked at.
    if (!aboutImage || (await isWhole(client, repository, stageTag(stage), signal))) throw error;
    return undefined;
  }
}
