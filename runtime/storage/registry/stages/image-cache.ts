import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isContentDigest } from "../content-digest.ts";
import type { Repository } from "../image-reference.ts";
import { isRecord, parseJson } from "../json.ts";
import type { RemoteImage } from "./read-image.ts";

/** What was read of images once: the tag of a stage is never used for another one, so it stays true. */
export interface ImageCache {
  get(tag: string): Promise<RemoteImage | undefined>;
  set(tag: string, image: RemoteImage): Promise<void>;
  forget(tag: string): Promise<void>;
}

/** One small file for each stage, below `stages/` of the cache directory. */
export function createImageCache(cacheDirectory: string, repository: Repository): ImageCache {
  const name = createHash("sha256").update(`${repository.registry}/${repository.path}`).digest("hex").slice(0, 16);
  const directory = join(cacheDirectory, "stages", name);
  const fileOf = (tag: string): string => join(directory, `${tag}.json`);
  return {
    async get(tag) {
      const text = await readFile(fileOf(tag), "utf8").catch(() => "");
      return toImage(parseJson(text));
    },
    // Of no importance: what cannot be kept is read again.
    set: (tag, image) => writeWhole(directory, fileOf(tag), JSON.stringify(image)).catch(() => {}),
    forget: (tag) => rm(fileOf(tag), { force: true }),
  };
}

async function writeWhole(directory: string, file: string, text: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const partial = `${file}.${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(partial, text, { mode: 0o600 });
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

function toImage(json: unknown): RemoteImage | undefined {
  if (!isRecord(json) || !isRecord(json.labels)) return undefined;
  const { manifestDigest, imageId, sizeBytes, labels } = json;
  if (!isContentDigest(manifestDigest) || !isContentDigest(imageId) || typeof sizeBytes !== "number") return undefined;
  const texts = Object.entries(labels).map(([name, value]) => [name, String(value)] as const);
  return { manifestDigest, imageId, sizeBytes, labels: Object.fromEntries(texts) };
}
