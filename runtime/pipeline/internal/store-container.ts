import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { withScratchFolder } from "../with-scratch-folder.ts";
import type { InternalStepRequest, InternalStepResult } from "./internal-step.ts";
import { ociArchive } from "./oci-archive.ts";
import { saveBox } from "./save-box.ts";
import { readProperties } from "./step-properties.ts";

/**
 * Writes the box as it is now into a file, as an OCI archive that `docker load` reads, too. wercker uploaded it to a service that no
 * longer exists (spec §4.6).
 */
export async function storeContainer(request: InternalStepRequest): Promise<InternalStepResult> {
  const { context, node, onLines } = request;
  const { engine } = context.request;
  const path = fileOf(request, readProperties(node, context).text("file"));
  const partial = `${path}.${process.pid}.partial`;
  const release = await context.request.claim({ kind: "file", path: partial });
  const image = await saveBox(request, (config) => config);
  const releaseImage = await context.request.claim({ kind: "image", reference: image });
  try {
    await mkdir(dirname(path), { recursive: true });
    await withScratchFolder(context.request, async (folder) => {
      const archive = ociArchive(await engine.images.save(image), nameOf(request), folder);
      await pipeline(archive, createWriteStream(partial), { signal: context.request.signal });
    });
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
    await release();
    await engine.images.remove(image).catch(() => {});
    await releaseImage();
  }
  onLines([`Stored the container in ${path}; docker load --input ${path} makes ${nameOf(request)} of it`]);
  return { exitCode: 0 };
}

function fileOf({ context }: InternalStepRequest, file: string | undefined): string {
  const { options } = context.request;
  if (file !== undefined && file !== "") return resolve(file);
  return join(options.artifacts ?? process.cwd(), `${context.pipeline.name.replace(/[^\w.-]+/g, "-")}.tar`);
}

/** What the engine that loads it calls it. */
function nameOf({ context }: InternalStepRequest): string {
  const word = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "") || "box";
  return `${word(context.request.project)}/${word(context.pipeline.name)}:${context.runId}`;
}
