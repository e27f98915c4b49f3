import { Bug } from "../../sdk/errors/bug.ts";
import type { ImageNode } from "../../sdk/model/image-node.ts";
import type { Container, Engine, ImageId, InspectedImage } from "../engine/engine.ts";
import { runLabel } from "../engine/run-label.ts";
import type { CompilePathTest } from "../git/repository.ts";
import { stageLabels } from "../plan/stage-labels.ts";
import { encodeParts } from "../plan/stored-parts.ts";
import type { EventListener } from "../report/events.ts";
import type { Locks } from "../storage/lock/lock.ts";
import type { StageStorage } from "../storage/storage.ts";
import { packTar } from "../util/archive.ts";
import { createKeyedMutex } from "../util/keyed-mutex.ts";
import { resolveBaseImage } from "./base-image.ts";
import { buildWholeImage } from "./build-whole-image.ts";
import type { SecretPlaces } from "./read-secret.ts";
import { saveStage } from "./save-stage.ts";
import { selectStage } from "./select-stage.ts";
import type { StageContainers } from "./stage-container.ts";
import type { StageIndex } from "./stage-index.ts";
import type { MakeStage, StageRequest } from "./walk-image.ts";

/** What building needs beyond what planning needs. */
export interface StageBuilding {
  readonly engine: Engine;
  readonly storage: StageStorage;
  readonly locks: Locks;
  readonly index: StageIndex;
  readonly project: string;
  /** Called before each stage is built; returns the run's id. */
  readonly beginRun: () => Promise<string>;
  readonly env: Readonly<Record<string, string>>;
  /** Where the secrets of Dockerfile images are; those of other images come with their containers. */
  readonly secrets: SecretPlaces;
  readonly containers: StageContainers;
  readonly withSource: <T>(image: string, use: (source: Container) => Promise<T>) => Promise<T>;
  readonly matchPaths: CompilePathTest;
  readonly onEvent: EventListener;
  readonly signal: AbortSignal;
}

/** Builds what was not found: container, work, commit, and saved unless somebody was faster. */
export function createStageMaker(building: StageBuilding): MakeStage {
  const digests = createKeyedMutex();
  return (request) =>
    digests.run(request.digest, async () => {
      // Two images of one graph may hold the same stage: the second finds what the first has just saved.
      const twin = await selectStage(request.stage, building.index.of(request.digest), request.context);
      if (twin !== undefined) return { stored: twin, by: "other-image" };
      building.signal.throwIfAborted();
      announce(building, request);
      const imageId = await buildLayer(building, request);
      return saveStage(building, request, imageId);
    });
}

function announce(building: StageBuilding, { context, stage, digest, reason }: StageRequest): void {
  building.onEvent({ kind: "stage-started", image: context.image.name, stage: stage.name, digest, reason });
}

async function buildLayer(building: StageBuilding, request: StageRequest): Promise<ImageId> {
  const { engine, containers, withSource, matchPaths, signal } = building;
  const { image } = request.context;
  const { stage } = request;
  const runId = await building.beginRun();
  if ("make" in stage) return buildWholeImage(building, request, stage, ownLabels(building, request, runId, undefined));
  if (image.kind !== "image") throw new Bug(`${image.name} is no image of stages`);
  if (request.previous === undefined && image.base.kind === "scratch") {
    return engine.images.import(packTar([]), ownLabels(building, request, runId, undefined), image.platform);
  }
  const parent = await parentImage(building, request, image);
  const toolchains = stage.toolchains?.(image) ?? [];
  return containers.withContainer(
    { image, stage: stage.name, parent, runId, toolchains },
    async (container) => {
      const config = await stage.build({
        ...request.context,
        container,
        imageId: parent.id,
        config: parent.config,
        env: building.env,
        withSource,
        matchPaths,
        onLine: (stream, line) =>
          building.onEvent({ kind: "stage-output", image: image.name, stage: request.stage.name, stream, line }),
        signal,
      });
      signal.throwIfAborted();
      const labels = { ...config.labels, ...ownLabels(building, request, runId, parent.id) };
      return container.commit({ ...config, labels }, stage.authorship?.(image));
    },
    signal,
  );
}

/** The image of the stage before, or the one that the image starts from. */
async function parentImage(building: StageBuilding, request: StageRequest, image: ImageNode): Promise<InspectedImage> {
  const { engine, signal, onEvent } = building;
  const stored = request.previous?.stored ?? request.base?.stored;
  if (stored !== undefined) {
    const parent = await engine.images.inspect(stored.imageId);
    if (parent === undefined) throw new Bug(`the engine has lost ${stored.reference}`);
    return parent;
  }
  if (image.base.kind !== "reference") throw new Bug(`${image.name} is built before what it starts from`);
  const progress = (pull: { reference: string; currentBytes: number; totalBytes: number }): void =>
    onEvent({ kind: "pull", image: image.name, ...pull });
  return resolveBaseImage(engine, image, image.base, request.context.latestBaseId, progress, signal);
}

function ownLabels(
  building: StageBuilding,
  request: StageRequest,
  runId: string,
  parentId: ImageId | undefined,
): Record<string, string> {
  const parentStage = request.previous?.stored ?? request.base?.stored;
  return {
    ...request.labels,
    // The parent's names the run that made the parent, which may be dead: this image would be swept before it is saved.
    [runLabel]: runId,
    [stageLabels.project]: building.project,
    [stageLabels.image]: request.context.image.name,
    [stageLabels.stage]: request.stage.name,
    [stageLabels.parts]: encodeParts(request.parts),
    [stageLabels.profile]: request.context.profile.name,
    ...(parentStage === undefined ? {} : { [stageLabels.parentStageId]: stageId(parentStage) }),
    ...(parentId === undefined ? {} : { [stageLabels.baseImageId]: parentId }),
  };
}

function stageId(stored: { readonly digest: string; readonly timestampMs: number }): string {
  return `${stored.digest}-${stored.timestampMs}`;
}
