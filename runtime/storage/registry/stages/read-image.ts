import { isBuilderError } from "../../../../sdk/errors/builder-error.ts";
import type { ContentDigest } from "../content-digest.ts";
import type { Repository } from "../image-reference.ts";
import { isRecord, parseJson } from "../json.ts";
import type { Descriptor, RegistryClient } from "../registry-client.ts";

/** What an image in a registry says about itself. */
export interface RemoteImage {
  readonly manifestDigest: ContentDigest;
  /** Digest of its config, which is the engine's id of it. */
  readonly imageId: ContentDigest;
  readonly labels: Readonly<Record<string, string>>;
  /** Of its content as it is stored: compressed. */
  readonly sizeBytes: number;
}

/** Reads manifest and config in two requests; undefined where either is missing or damaged. */
export async function readImage(
  client: RegistryClient,
  repository: Repository,
  tag: string,
  signal: AbortSignal,
): Promise<RemoteImage | undefined> {
  return unlessDamaged(async () => {
    const manifest = await client.manifests.get(repository, tag, signal);
    if (manifest?.content.kind !== "image") return undefined;
    const { config, layers } = manifest.content;
    return {
      manifestDigest: manifest.digest,
      imageId: config.digest,
      labels: labelsOf(await readAll(client, repository, config, signal)),
      sizeBytes: [config, ...layers].reduce((sum, blob) => sum + blob.sizeBytes, 0),
    };
  });
}

/** Reads every byte; false where something is missing or wrong. */
export async function isWhole(
  client: RegistryClient,
  repository: Repository,
  tag: string,
  signal: AbortSignal,
): Promise<boolean> {
  const whole = await unlessDamaged(async () => {
    const manifest = await client.manifests.get(repository, tag, signal);
    if (manifest?.content.kind !== "image") return undefined;
    for (const blob of [manifest.content.config, ...manifest.content.layers]) {
      for await (const _chunk of client.blobs.read(repository, blob, { signal })) {
        // The stream itself checks what passes.
      }
    }
    return true;
  });
  return whole ?? false;
}

const damageCodes = ["REGISTRY.NOT_FOUND", "REGISTRY.DIGEST_MISMATCH", "REGISTRY.PROTOCOL"];

/** Undefined where the registry has lost or damaged what was asked for; other failures say nothing about the image. */
export async function unlessDamaged<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isBuilderError(error) && damageCodes.includes(error.code)) return undefined;
    throw error;
  }
}

async function readAll(
  client: RegistryClient,
  repository: Repository,
  blob: Descriptor,
  signal: AbortSignal,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of client.blobs.read(repository, blob, { signal })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function labelsOf(config: Buffer): Readonly<Record<string, string>> {
  const document = parseJson(config.toString("utf8"));
  const inner = isRecord(document) && isRecord(document.config) ? document.config.Labels : undefined;
  if (!isRecord(inner)) return {};
  return Object.fromEntries(Object.entries(inner).map(([name, value]) => [name, String(value)]));
}
