import { mkdir, rm } from "node:fs/promises";
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PipelineNode } from "../../../sdk/model/pipeline-node.ts";
import type { Box } from "../../engine/boxes.ts";
import { readTar, unpackTar } from "../../util/archive.ts";
import { tarEnd } from "../../util/tar-block.ts";
import { tarMembers } from "../../util/tar-members.ts";
import { outputTooLarge } from "../errors.ts";
import { basePathOf, guestPaths } from "../guest-paths.ts";

/** wercker's limit (spec §3.10). */
export const outputLimitBytes = 5000 * 1_048_576;

/**
 * Writes the output of a pipeline into a folder, which is replaced: what is in `$WERCKER_OUTPUT_DIR` or, where no file is, the source.
 * Returns whether there was either. Error: `PIPELINE.OUTPUT_TOO_LARGE`.
 */
export async function saveOutput(
  box: Box,
  node: PipelineNode,
  folder: string,
  limitBytes = outputLimitBytes,
): Promise<boolean> {
  const path = (await holdsFile(box, guestPaths.output)) ? guestPaths.output : basePathOf(node);
  return saveFolder(box, path, folder, () => outputTooLarge(node, limitBytes), limitBytes);
}

/** Writes what is in a folder of a box into one of the host; false where the box has none. */
export async function saveFolder(
  box: Box,
  path: string,
  folder: string,
  tooLarge: () => Error,
  limitBytes = outputLimitBytes,
): Promise<boolean> {
  const tar = await box.getArchive(path);
  if (tar === undefined) return false;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const bounded = new PassThrough();
  const limit = pipeline(limited(tar, limitBytes, tooLarge), bounded);
  const unpacked = unpackTar(bounded, folder, 1);
  const results = await Promise.allSettled([limit, unpacked]);
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return true;
}

/** Nothing is written of a file that is too large itself. */
async function* limited(tar: Readable, limitBytes: number, tooLarge: () => Error): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const member of tarMembers(tar)) {
      bytes += member.sizeBytes;
      if (bytes > limitBytes) throw tooLarge();
      yield member.header({ path: member.path });
      yield* member.content();
    }
    yield tarEnd;
  } finally {
    tar.destroy();
  }
}

/** An empty file counts: that is how a pipeline says that it has no output. */
export async function holdsFile(box: Box, path: string): Promise<boolean> {
  const tar = await box.getArchive(path);
  if (tar === undefined) return false;
  try {
    for await (const { type } of readTar(tar)) if (type !== "directory") return true;
    return false;
  } finally {
    tar.destroy();
  }
}
