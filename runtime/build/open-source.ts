import { Bug } from "../../sdk/errors/bug.ts";
import type { Engine, TransferProgress } from "../engine/engine.ts";
import type { EventListener } from "../report/events.ts";
import type { WithSource } from "../stages/stage.ts";
import type { StageStorage } from "../storage/storage.ts";
import { BrokenStage } from "./broken-stage.ts";

export interface SourcePorts {
  readonly engine: Engine;
  readonly storage: StageStorage;
  readonly beginRun: () => Promise<string>;
  readonly onEvent: EventListener;
  readonly signal: AbortSignal;
}

/** Opens images to read files from them; one that the engine lacks is fetched. */
export function createSourceOpener({ engine, storage, beginRun, onEvent, signal }: SourcePorts): WithSource {
  return async (image, use) => {
    const runId = await beginRun();
    const name = typeof image === "string" ? image : image.reference;
    const onProgress = (pull: TransferProgress): void => onEvent({ kind: "pull", image: name, ...pull });
    const found =
      typeof image === "string"
        ? ((await engine.images.inspect(image)) ?? (await engine.images.pull(image, onProgress, signal)))
        : await storage.fetch(image, { onProgress, signal });
    if (found === undefined) {
      if (typeof image === "string") throw new Bug(`the engine does not have ${image} after pulling it`);
      throw new BrokenStage(image);
    }
    return engine.withContainer({ image: found.id, runId, title: "source" }, use, signal);
  };
}
