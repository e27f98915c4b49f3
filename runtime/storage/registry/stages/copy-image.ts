import { Readable } from "node:stream";
import { mapLimited } from "../../../util/map-limited.ts";
import type { StorageTransfer } from "../../storage.ts";
import type { ContentDigest } from "../content-digest.ts";
import type { Repository } from "../image-reference.ts";
import type { BlobSource, Descriptor, RegistryClient } from "../registry-client.ts";
import { unlessDamaged } from "./read-image.ts";

export interface ImageCopy {
  readonly from: Repository;
  readonly tag: string;
  readonly to: Repository;
  /** What it is to be called there, in the order in which the names are given. */
  readonly tags: readonly string[];
}

const parallelBlobs = 3;

/**
 * Copies an image from repository to repository without any engine: mounted where both are of one registry, else streamed
 * through. What is there already is not sent. False where the source lacks the image or a part of it.
 */
export async function copyImage(
  client: RegistryClient,
  { from, tag, to, tags }: ImageCopy,
  { onProgress, signal }: StorageTransfer,
): Promise<boolean> {
  const copied = await unlessDamaged(async () => {
    const manifest = await client.manifests.get(from, tag, signal);
    if (manifest?.content.kind !== "image") return undefined;
    const missing = await tagsWithout(client, to, tags, manifest.digest, signal);
    if (missing.length === 0) return true;
    const { config, layers } = manifest.content;
    if (!isSame(from, to)) {
      const bytes = countBytes([config, ...layers], `${to.registry}/${to.path}:${tags[0]}`, onProgress);
      await mapLimited([config, ...layers], parallelBlobs, async (blob) => {
        const source = sourceOf(client, from, blob, signal);
        await client.blobs.push(to, source, { mountFrom: from, signal, onProgress: bytes.moved });
        bytes.done(blob);
      });
    }
    for (const name of missing) await client.manifests.put(to, name, manifest, signal);
    return true;
  });
  return copied ?? false;
}

/** Those that do not point to the manifest yet. */
async function tagsWithout(
  client: RegistryClient,
  repository: Repository,
  tags: readonly string[],
  digest: ContentDigest,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found = await Promise.all(tags.map((tag) => client.manifests.head(repository, tag, signal)));
  return tags.filter((_, index) => found[index]?.digest !== digest);
}

function isSame(one: Repository, other: Repository): boolean {
  return one.registry === other.registry && one.path === other.path;
}

function sourceOf(client: RegistryClient, repository: Repository, blob: Descriptor, signal: AbortSignal): BlobSource {
  const { digest, sizeBytes } = blob;
  return {
    digest,
    sizeBytes,
    open: (startByte) => Readable.from(skip(client.blobs.read(repository, blob, { signal }), startByte)),
  };
}

/** Read from the start all the same: only whole blobs can be checked. */
async function* skip(stream: Readable, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of stream) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

function countBytes(blobs: readonly Descriptor[], reference: string, onProgress: StorageTransfer["onProgress"]) {
  const totalBytes = blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0);
  const current = new Map<ContentDigest, number>();
  const tell = (digest: ContentDigest, bytes: number): void => {
    current.set(digest, bytes);
    onProgress({ reference, totalBytes, currentBytes: [...current.values()].reduce((sum, each) => sum + each, 0) });
  };
  return {
    moved: ({ digest, currentBytes }: { readonly digest: ContentDigest; readonly currentBytes: number }) =>
      tell(digest, currentBytes),
    /** Also of a blob that needed no sending. */
    done: ({ digest, sizeBytes }: Descriptor) => tell(digest, sizeBytes),
  };
}
