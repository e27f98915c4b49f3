import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import type { ContentDigest } from "./content-digest.ts";
import type { Repository } from "./image-reference.ts";
import { isRecord, parseJson } from "./json.ts";
import type { RegistryClient } from "./registry-client.ts";

/** What an image says of itself. */
export interface LabelledImage {
  readonly manifestDigest: ContentDigest;
  /** Digest of its config: what engines call its id. */
  readonly imageId: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The labels of a tagged image; `damaged` where the registry has lost a part of it, `gone` where there is no such tag, or it
 * is no single image. */
export async function readLabels(
  client: RegistryClient,
  repository: Repository,
  tag: string,
  signal: AbortSignal,
): Promise<LabelledImage | "damaged" | "gone"> {
  try {
    const manifest = await client.manifests.get(repository, tag, signal);
    if (manifest?.content.kind !== "image") return "gone";
    const { config } = manifest.content;
    const chunks: Buffer[] = [];
    for await (const chunk of client.blobs.read(repository, config, { signal })) chunks.push(Buffer.from(chunk));
    const manifestDigest = manifest.digest;
    return {
      manifestDigest,
      imageId: config.digest,
      labels: labelsOf(parseJson(Buffer.concat(chunks).toString("utf8"))),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (isBuilderError(error) && lossCodes.includes(error.code)) return "damaged";
    throw error;
  }
}

const lossCodes: readonly string[] = ["REGISTRY.NOT_FOUND", "REGISTRY.DIGEST_MISMATCH"];

function labelsOf(config: unknown): Readonly<Record<string, string>> {
  const inner = isRecord(config) && isRecord(config.config) ? config.config.Labels : undefined;
  if (!isRecord(inner)) return {};
  return Object.fromEntries(
    Object.entries(inner).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
