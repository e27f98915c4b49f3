import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { Container, Engine } from "../engine/engine.ts";
import type { StageName } from "../plan/stage-name.ts";
import type { EventListener } from "../report/events.ts";
import type { StageStorage, StoredStage } from "../storage/storage.ts";
import { BrokenStage } from "./broken-stage.ts";
import type { Inspector } from "./inspection.ts";
import type { StageContainers } from "./stage-container.ts";

export interface StageViewerOptions {
  readonly engine: Engine;
  readonly storage: StageStorage;
  readonly containers: StageContainers;
  readonly inspector: Inspector | undefined;
  readonly beginRun: () => Promise<string>;
  readonly onEvent: EventListener;
  readonly signal: AbortSignal;
}

/** Lets a person into a container of a stage that is there, with all that its commands see; what is done in it is lost. */
export function createStageViewer({
  engine,
  storage,
  containers,
  inspector,
  beginRun,
  onEvent,
  signal,
}: StageViewerOptions): (image: AnyImageNode, stage: StageName, stored: StoredStage) => Promise<void> {
  return async (image, stage, stored) => {
    if (inspector?.wants(image.name, stage) !== true) return;
    const onProgress = (pull: { reference: string; currentBytes: number; totalBytes: number }): void =>
      onEvent({ kind: "pull", image: image.name, ...pull });
    const parent = await storage.fetch(stored, { onProgress, signal });
    if (parent === undefined) throw new BrokenStage(stored);
    const runId = await beginRun();
    const open = (container: Container): Promise<void> =>
      inspector.open(container, { image: image.name, stage, state: "built" });
    if (image.kind === "image")
      await containers.withContainer({ image, stage, parent, runId, toolchains: [] }, open, signal);
    else await engine.withContainer({ image: parent.id, runId, title: `${image.name}-${stage}` }, open, signal);
  };
}
