import { type ContentDigest, isContentDigest } from "./content-digest.ts";
import { isRecord, parseJson } from "./json.ts";
import type { Descriptor } from "./registry-client.ts";

/** The media types that are read, in the order in which they are preferred. */
export const manifestMediaTypes: readonly string[] = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];

/** What a manifest says: one image, or a list of them for several platforms. */
export type Manifest = ImageManifest | ImageIndex;

export interface ImageManifest {
  readonly kind: "image";
  readonly config: Descriptor;
  /** Lowest first. */
  readonly layers: readonly Descriptor[];
}

export interface ImageIndex {
  readonly kind: "index";
  readonly manifests: readonly PlatformDescriptor[];
}

export interface PlatformDescriptor extends Descriptor {
  /** `linux/amd64` or `linux/arm/v7`; absent where none is given. */
  readonly platform?: string;
}

/** Reads a manifest; undefined when the bytes are none. */
export function parseManifest(bytes: Buffer): Manifest | undefined {
  const json = parseJson(bytes.toString("utf8"));
  if (!isRecord(json) || json.schemaVersion !== 2) return undefined;
  if (Array.isArray(json.manifests)) {
    const manifests = allOrNone(json.manifests.map(toPlatformDescriptor));
    return manifests && { kind: "index", manifests };
  }
  const config = toDescriptor(json.config);
  const layers = Array.isArray(json.layers) ? allOrNone(json.layers.map(toDescriptor)) : undefined;
  return config && layers && { kind: "image", config, layers };
}

function toPlatformDescriptor(json: unknown): PlatformDescriptor | undefined {
  const descriptor = toDescriptor(json);
  if (descriptor === undefined || !isRecord(json) || !isRecord(json.platform)) return descriptor;
  const { os, architecture, variant } = json.platform;
  const platform = [os, architecture, variant].filter((part) => typeof part === "string" && part !== "").join("/");
  return { ...descriptor, platform };
}

function toDescriptor(json: unknown): Descriptor | undefined {
  if (!isRecord(json)) return undefined;
  const { mediaType, digest, size } = json;
  if (typeof mediaType !== "string" || !isDigestAndSize(digest, size)) return undefined;
  return { mediaType, digest, sizeBytes: Number(size) };
}

function isDigestAndSize(digest: unknown, size: unknown): digest is ContentDigest {
  return isContentDigest(digest) && typeof size === "number" && Number.isSafeInteger(size) && size >= 0;
}

function allOrNone<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const present = items.filter((item) => item !== undefined);
  return present.length === items.length ? present : undefined;
}
