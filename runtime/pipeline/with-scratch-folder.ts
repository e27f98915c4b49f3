import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { layerFolder } from "../util/cache-dir.ts";
import type { PipelineRequest } from "./pipeline-request.ts";

/** Hands over an empty folder of this machine. It is removed when the work is done; of a killed run, by the next one. */
export async function withScratchFolder<T>(
  { environment, beginRun }: Pick<PipelineRequest, "environment" | "beginRun">,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const parent = layerFolder(environment);
  const runId = await beginRun();
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, `${runId}-`));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
