import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A tar stream that is kept in a file until it is known what becomes of it. */
export interface HeldLayer {
  /** `sha256:…` of the tar. */
  readonly digest: string;
  readonly sizeBytes: number;
  open(): Readable;
  remove(): Promise<void>;
}

/** `prefix`: where to keep it, and what its folder's name begins with. */
export async function holdLayer(tar: Readable, prefix: string): Promise<HeldLayer> {
  await mkdir(dirname(prefix), { recursive: true });
  const folder = await mkdtemp(prefix);
  const path = join(folder, "layer.tar");
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(tar, counted, createWriteStream(path));
  } catch (error) {
    await remove();
    throw error;
  }
  return { digest: `sha256:${hash.digest("hex")}`, sizeBytes, open: () => createReadStream(path), remove };
}
