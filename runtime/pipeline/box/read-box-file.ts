import type { Box } from "../../engine/boxes.ts";
import { readFirstFile } from "../../util/archive.ts";

/** The content of a small file of a box, also after its end; undefined where there is none. */
export async function readBoxFile(box: Box, path: string): Promise<Buffer | undefined> {
  const tar = await box.getArchive(path);
  return tar === undefined ? undefined : readFirstFile(tar);
}
