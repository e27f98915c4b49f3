import { Readable } from "node:stream";
import { digestOf } from "./content-digest.ts";
import type { BlobSource } from "./registry-client.ts";

const manifestType = "application/vnd.docker.distribution.manifest.v2+json";
const configType = "application/vnd.docker.container.image.v1+json";

/** An image without layers: records are tags, and a tag needs something that it points to. */
export interface RecordImage {
  readonly config: BlobSource;
  readonly manifest: { readonly mediaType: string; readonly bytes: Buffer };
}

/**
 * Unlike any other: registries remove content with all its tags, so no two records may be the same content. The config is one
 * for all of them and is pushed once; what differs is an annotation, which every registry keeps and no reader minds.
 */
export function recordImage(tag: string): RecordImage {
  const config = { mediaType: configType, digest: sharedConfig.digest, size: sharedConfig.sizeBytes };
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config,
    layers: [],
    annotations: { "builder.record": tag },
  };
  return { config: sharedConfig, manifest: { mediaType: manifestType, bytes: Buffer.from(JSON.stringify(manifest)) } };
}

const configBytes = Buffer.from(
  JSON.stringify({
    architecture: "amd64",
    os: "linux",
    created: "1970-01-01T00:00:00Z",
    config: {},
    rootfs: { type: "layers", diff_ids: [] },
    history: [],
  }),
);

const sharedConfig: BlobSource = {
  digest: digestOf(configBytes),
  sizeBytes: configBytes.length,
  open: (startByte) => Readable.from([configBytes.subarray(startByte)]),
};
