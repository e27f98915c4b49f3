import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { digestOf } from "../../../../../runtime/storage/registry/content-digest.ts";
import { parseRepository, type Repository } from "../../../../../runtime/storage/registry/image-reference.ts";
import type {
  BlobSource,
  RegistryClient,
  StoredManifest,
} from "../../../../../runtime/storage/registry/registry-client.ts";

/** Bytes as a source that remembers from where it was opened. */
export function blobOf(bytes: Buffer): BlobSource & { readonly bytes: Buffer; readonly openedAt: number[] } {
  const openedAt: number[] = [];
  return {
    bytes,
    openedAt,
    digest: digestOf(bytes),
    sizeBytes: bytes.length,
    open(startByte) {
      openedAt.push(startByte);
      return Readable.from(pieces(bytes.subarray(startByte)));
    },
  };
}

/** Small pieces, as a file would give them. */
function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += 16_384) yield bytes.subarray(start, start + 16_384);
}

export function randomBlob(sizeBytes: number) {
  return blobOf(randomBytes(sizeBytes));
}

/** A repository that no other test uses. */
export function newRepository(host: string, name = "app"): Repository {
  return parseRepository(`${host}/${name}-${randomBytes(6).toString("hex")}`);
}

export const ociManifest = "application/vnd.oci.image.manifest.v1+json";
export const dockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

/** Pushes an image of one config and one layer under tags. */
export async function pushImage(
  client: RegistryClient,
  repository: Repository,
  tags: readonly string[],
  mediaType: string = ociManifest,
): Promise<StoredManifest> {
  const signal = new AbortController().signal;
  const config = blobOf(
    Buffer.from(JSON.stringify({ config: { Labels: { a: "b" } }, id: randomBytes(8).toString("hex") })),
  );
  const layer = randomBlob(3000);
  const described = [config, layer].map(({ digest, sizeBytes }, index) => ({
    mediaType: index === 0 ? "application/vnd.oci.image.config.v1+json" : "application/vnd.oci.image.layer.v1.tar+gzip",
    digest,
    size: sizeBytes,
  }));
  for (const blob of [config, layer]) await client.blobs.push(repository, blob, { signal });
  const bytes = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType, config: described[0], layers: [described[1]] }),
  );
  for (const tag of tags) await client.manifests.put(repository, tag, { mediaType, bytes }, signal);
  const [configDescriptor, layerDescriptor] = described.map(({ size, ...rest }) => ({ ...rest, sizeBytes: size }));
  return {
    mediaType,
    digest: digestOf(bytes),
    sizeBytes: bytes.length,
    bytes,
    content: { kind: "image", config: configDescriptor!, layers: [layerDescriptor!] },
  };
}

/** What went wrong, as data. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
  throw new Error("it did not fail");
}
