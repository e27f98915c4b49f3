import type { Readable } from "node:stream";
import { emptyConfig } from "../../engine/empty-config.ts";
import type { ImageId } from "../../engine/engine.ts";
import { runLabel } from "../../engine/run-label.ts";
import { streamOf } from "../../util/archive.ts";
import { holdsFile } from "../box/save-output.ts";
import { basePathOf, guestPaths } from "../guest-paths.ts";
import { askedConfig, withAsked } from "./asked-config.ts";
import { nothingToPush } from "./errors.ts";
import type { InternalStepRequest, InternalStepResult } from "./internal-step.ts";
import { pushImage } from "./push-image.ts";
import { pushTarget } from "./push-target.ts";
import { rerooted } from "./rerooted.ts";
import { readProperties } from "./step-properties.ts";

/** Pushes an image that holds the files of the pipeline and nothing else (seed 000, spec §4.4). */
export async function dockerScratchPush(request: InternalStepRequest): Promise<InternalStepResult> {
  const properties = readProperties(request.node, request.context);
  const target = await pushTarget(request, properties);
  const asked = askedConfig(request, properties);
  const author = properties.text("author");
  const message = properties.text("message");
  const { images } = request.context.request.engine;
  const root = await rootOf(request);
  request.onLines([`The image holds what is in ${root}`]);
  const imported = await images.import(await filesOf(request, root), { [runLabel]: request.context.ownerId });
  let image: ImageId | undefined;
  try {
    const about = { ...(author ? { author } : {}), ...(message ? { message } : {}) };
    image = await images.reconfigure(imported, withAsked(emptyConfig, asked), about);
  } finally {
    if (image !== imported) await images.remove(imported).catch(() => {});
  }
  await pushImage(request, image, target);
  return { exitCode: 0 };
}

/**
 * `$WERCKER_ROOT`, as the seed has it, where a step has set it to another folder; otherwise the output, as wercker had it, where the pipeline
 * has put a file there. Error: `PIPELINE.NOTHING_TO_PUSH`.
 */
async function rootOf({ context, box, node }: InternalStepRequest): Promise<string> {
  const source = basePathOf(context.pipeline);
  const root = context.variables.lookUp("WERCKER_ROOT") || source;
  const folders = root === source ? [guestPaths.output, source] : [root];
  for (const folder of folders) if (await holdsFile(box, folder)) return folder;
  throw nothingToPush(node, folders);
}

async function filesOf({ box, node }: InternalStepRequest, root: string): Promise<Readable> {
  // `/.` follows a folder that is a link.
  const tar = await box.getArchive(`${root}/.`);
  if (tar === undefined) throw nothingToPush(node, [root]);
  return streamOf(rerooted(tar));
}
