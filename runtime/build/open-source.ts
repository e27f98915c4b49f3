import type { Container, Engine } from "../engine/engine.ts";
import type { EventListener } from "../report/events.ts";

/** Opens images, given by id or reference, to read files from them; one that the engine lacks is pulled. */
export function createSourceOpener(
  engine: Engine,
  beginRun: () => Promise<string>,
  onEvent: EventListener,
  signal: AbortSignal,
) {
  return async <T>(image: string, use: (source: Container) => Promise<T>): Promise<T> => {
    const runId = await beginRun();
    const found =
      (await engine.images.inspect(image)) ??
      (await engine.images.pull(image, (pull) => onEvent({ kind: "pull", image, ...pull }), signal));
    return engine.withContainer({ image: found.id, runId, title: "source" }, use, signal);
  };
}
