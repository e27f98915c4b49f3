import { createHash } from "node:crypto";
import { packTar, type StreamedContent, type TarEntry } from "../../util/archive.ts";
import type { ImageAuthorship, ImageConfig, ImageId } from "../engine.ts";
import type { DockerClient } from "./client.ts";
import { writeConfig } from "./image-config.ts";
import { readProgress } from "./progress.ts";

/** The part of an image that its successor takes over. */
export interface ImageBasis {
  readonly architecture: string;
  readonly os: string;
  /** Of the architecture, such as `v7`; "" for none. */
  readonly variant: string;
  /** Digests of the unpacked layers, lowest first. */
  readonly layers: readonly string[];
  /** When it was made, in RFC 3339. */
  readonly created: string;
  /** Who it says has made it; "" for nobody. */
  readonly author: string;
}

export interface NewLayer {
  /** `sha256:…` of the tar. */
  readonly digest: string;
  readonly content: StreamedContent;
}

export async function describeImage(client: DockerClient, image: ImageId): Promise<ImageBasis> {
  const found = await client.call("looking at an image", (docker) => docker.getImage(image).inspect());
  const { Architecture: architecture, Os: os, Created: created, Author: author } = found;
  return { architecture, os, variant: variantOf(found), layers: found.RootFS.Layers ?? [], created, author };
}

/** The library's types do not know it. */
export function variantOf(found: object): string {
  return "Variant" in found && typeof found.Variant === "string" ? found.Variant : "";
}

/**
 * Loads an archive that holds a config, at most one layer, and the names of layers which the engine has already: it takes
 * those from its store and reads none of them from the archive.
 */
export async function loadImage(
  client: DockerClient,
  basis: ImageBasis,
  config: ImageConfig,
  about: ImageAuthorship = {},
  layer?: NewLayer,
): Promise<ImageId> {
  const layers = layer === undefined ? basis.layers : [...basis.layers, layer.digest];
  // The same content under another config is as old as it was, so that the same change twice gives the same image.
  const created = layer === undefined ? basis.created : new Date().toISOString();
  const written = Buffer.from(JSON.stringify(configDocument({ ...basis, layers, created }, config, about)));
  const hash = createHash("sha256").update(written).digest("hex");
  const manifest = [{ Config: `${hash}.json`, RepoTags: null, Layers: layers.map(layerPath) }];
  const archive = packTar([
    file(`${hash}.json`, written),
    file("manifest.json", Buffer.from(JSON.stringify(manifest))),
    ...(layer === undefined ? [] : [file(layerPath(layer.digest, layers.length - 1), layer.content)]),
  ]);
  await client.call("making an image", async (docker) => {
    for await (const _line of readProgress(await docker.loadImage(archive, { quiet: true }))) {
      // Read to its end: an error line throws.
    }
  });
  return `sha256:${hash}`;
}

/** The history does not tell how layers were made: there is nothing to clear. */
function configDocument(
  { architecture, os, variant, layers, created, author: inherited }: ImageBasis,
  config: ImageConfig,
  { author = inherited, message }: ImageAuthorship,
): object {
  return {
    architecture,
    os,
    ...(variant === "" ? {} : { variant }),
    created,
    ...(author === "" ? {} : { author }),
    ...(message === undefined ? {} : { comment: message }),
    config: writeConfig(config),
    rootfs: { type: "layers", diff_ids: layers },
    history: layers.map((_layer, index) => ({
      created,
      comment: index === layers.length - 1 ? (message ?? "builder") : "builder",
    })),
  };
}

function layerPath(_digest: string, index: number): string {
  return `${index}/layer.tar`;
}

function file(path: string, content: NonNullable<TarEntry["content"]>): TarEntry {
  return { path, type: "file", mode: 0o644, uid: 0, gid: 0, modifiedUnix: 0, content };
}
