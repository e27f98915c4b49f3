import { notBuilt } from "./build/errors.ts";
import type { BuilderOptions } from "./builder.ts";
import type { Engine, InspectedImage, Terminal } from "./engine/engine.ts";
import type { ImageResult } from "./report/events.ts";
import { withEngine } from "./with-engine.ts";

/** Runs a built image as it is. */
export function runImage(
  options: BuilderOptions,
  image: ImageResult,
  command: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { network } = options;
  return withEngine(options, async (engine, runId) => {
    const { id } = await findImage(engine, image, options, signal);
    const run = { image: id, runId, title: image.name, command, ...(network === undefined ? {} : { network }) };
    return engine.runImage(run, terminal, signal);
  });
}

/** Opens a shell in a built image. */
export function openImage(
  options: BuilderOptions,
  image: ImageResult,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  return withEngine(options, async (engine, runId) => {
    const { id } = await findImage(engine, image, options, signal);
    const stage = image.stages.at(-1)?.name ?? "from";
    options.onEvent?.({ kind: "shell-opened", image: image.name, stage, state: "built" });
    return engine.withContainer(
      { image: id, runId, title: image.name },
      (container) => container.openShell({ title: image.name, env: {} }, terminal, signal),
      signal,
    );
  });
}

/** The image of a report in the engine, pulled where it is in a registry alone. Errors: `BUILD.NOT_BUILT`. */
export async function findImage(
  engine: Engine,
  image: ImageResult,
  { onEvent = () => {} }: BuilderOptions,
  signal: AbortSignal,
): Promise<InspectedImage> {
  const { imageId } = image.stages.at(-1) ?? {};
  if (image.reference === undefined || imageId === undefined) throw notBuilt(image.name);
  const found = await engine.images.inspect(imageId);
  if (found !== undefined) return found;
  return engine.images.pull(image.reference, (pull) => onEvent({ kind: "pull", image: image.name, ...pull }), signal, {
    platform: image.platform,
  });
}
