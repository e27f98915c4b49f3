import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Box } from "../../engine/boxes.ts";
import { guestPaths } from "../guest-paths.ts";

/** What `$WERCKER_CACHE_DIR` holds from run to run: an archive, so that owners and modes stay as they are. */
export interface CacheStore {
  /** Puts it into a box, where there is one. */
  restore(box: Box): Promise<void>;
  /** Keeps what the box has; an empty one leaves what was kept before. Says why it could not be kept. */
  save(box: Box): Promise<string | undefined>;
}

/** wercker's limit (spec §3.10). */
const limitBytes = 1000 * 1_048_576;
/** An archive of an empty folder: a header and the end. */
const emptyBytes = 512 + 1024;

export function createCacheStore(path: string): CacheStore {
  return {
    async restore(box) {
      if ((await stat(path).catch(() => undefined)) === undefined) return;
      await box.putArchive(createReadStream(path), guestPaths.root);
    },
    async save(box) {
      const tar = await box.getArchive(guestPaths.cache);
      if (tar === undefined) return undefined;
      const partial = `${path}.${process.pid}.partial`;
      await mkdir(dirname(path), { recursive: true });
      try {
        const count = { bytes: 0 };
        await pipeline(tar, (source) => limited(source, count), createWriteStream(partial));
        if (count.bytes > emptyBytes) await rename(partial, path);
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      } finally {
        await rm(partial, { force: true });
      }
    },
  };
}

async function* limited(source: Readable, count: { bytes: number }): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    count.bytes += Buffer.byteLength(chunk);
    if (count.bytes > limitBytes) throw new Error(`it is larger than ${limitBytes / 1_048_576} MiB`);
    yield chunk;
  }
}
