import { Bug } from "../../sdk/errors/bug.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { Engine, ImageId, InspectedImage } from "../engine/engine.ts";
import { runLabel } from "../engine/run-label.ts";
import type { CompilePathTest } from "../git/repository.ts";
import { stageLabels } from "../plan/stage-labels.ts";
import { encodeParts } from "../plan/stored-parts.ts";
import type { BaseSource, EventListener } from "../report/events.ts";
import type { WholeImageStage, WithSource } from "../stages/stage.ts";
import type { Locks } from "../storage/lock/lock.ts";
import type { ListedStage, StageStorage, StoredStage } from "../storage/storage.ts";
import { packTar } from "../util/archive.ts";
import { createKeyedMutex } from "../util/keyed-mutex.ts";
import { version } from "../util/version.ts";
import { resolveBaseImage } from "./base-image.ts";
import { BrokenStage } from "./broken-stage.ts";
import { buildWholeImage } from "./build-whole-image.ts";
import type { Discards } from "./discards.ts";
import type { Inspector } from "./inspection.ts";
import type { SecretPlaces } from "./read-secret.ts";
import { saveStage } from "./save-stage.ts";
import { selectStage } from "./select-stage.ts";
import { showFailedInstruction } from "./show-failed-instruction.ts";
import type { StageContainers } from "./stage-container.ts";
import type { StageIndex } from "./stage-index.ts";
import type { MakeStage, StageRequest } from "./walk.ts";
import { workInContainer } from "./work-in-container.ts";

/** What building needs beyond what planning needs. */
export interface StageBuilding {
  readonly engine: Engine;
  readonly storage: StageStorage;
  readonly locks: Locks;
  readonly index: StageIndex;
  readonly discards: Discards;
  readonly project: string;
  /** Called before each stage is built; returns the run's id. */
  readonly beginRun: () => Promise<string>;
  readonly env: Readonly<Record<string, string>>;
  /** Where the secrets of Dockerfile images are; those of other images come with their containers. */
  readonly secrets: SecretPlaces;
  readonly containers: StageContainers;
  /** Lets a person look into stages that fail. @default nobody wants to */
  readonly inspector?: Inspector;
  readonly withSource: WithSource;
  readonly matchPaths: CompilePathTest;
  readonly onEvent: EventListener;
  /** Ends what is being built, also when another image has failed. */
  readonly signal: AbortSignal;
  /** Ends what is being saved: what was built before a failure is kept. */
  readonly savingSignal: AbortSignal;
}

/**
 * Builds what was not found: container, work, commit. It is saved in the background, unless somebody was faster, while the
 * next stage is built on it.
 */
export function createStageMaker(building: StageBuilding): MakeStage {
  const digests = createKeyedMutex();
  return (request) =>
    digests.run(request.digest, async () => {
      // Two images of one graph may hold the same stage: the second finds what the first has just saved.
      const { index } = building;
      const selection = {
        candidates: index.of(request.digest),
        read: index.read,
        parentMs: request.previous?.stored?.timestampMs,
      };
      const twin = await selectStage(request.stage, selection, request.context);
      if (twin !== undefined) return { stored: twin, by: "other-image", saving: index.savingOf(twin) };
      const signal = AbortSignal.any([building.signal, request.signal]);
      signal.throwIfAborted();
      announce(building, request);
      const { imageId, base } = await buildLayer({ ...building, signal }, request);
      const stored = await describe(building, request, imageId);
      const saving = saveStage(building, request, stored);
      // Whoever walks the image awaits it; until then a failure must not end the process.
      saving.catch(() => {});
      index.add(stored, saving);
      return { stored, by: "us", saving, base };
    });
}

/** The stage as it will be when it is saved. */
async function describe(
  { engine, storage, index }: StageBuilding,
  request: StageRequest,
  imageId: ImageId,
): Promise<StoredStage> {
  const built = await engine.images.inspect(imageId);
  if (built === undefined) throw new Bug(`the engine has no image ${imageId}, which it has just made`);
  const { digest } = request;
  const parent = parentStageOf(request);
  const timestampMs = unusedMs(index.of(digest), parent?.timestampMs ?? 0);
  const { sizeBytes, config } = built;
  const reference = storage.referenceOf({ digest, timestampMs });
  return { digest, timestampMs, reference, imageId, sizeBytes, labels: config.labels };
}

/** Now, or a little later when a stage of this digest bears this time or the clock of whoever made the parent is ahead. */
function unusedMs(siblings: readonly ListedStage[], parentMs: number): number {
  const used = new Set(siblings.map((stage) => stage.timestampMs));
  let timestampMs = Math.max(Date.now(), parentMs + 1);
  while (used.has(timestampMs)) timestampMs += 1;
  return timestampMs;
}

function announce(building: StageBuilding, { context, stage, digest, reason }: StageRequest): void {
  building.onEvent({ kind: "stage-started", image: context.image.name, stage: stage.name, digest, reason });
}

/** What was built, and on what; absent where it stands on nothing. */
interface BuiltLayer {
  readonly imageId: ImageId;
  readonly base?: BaseSource;
}

async function buildLayer(building: StageBuilding, request: StageRequest): Promise<BuiltLayer> {
  const { engine, withSource, matchPaths, onEvent, signal } = building;
  const { image } = request.context;
  const { stage } = request;
  const runId = await building.beginRun();
  if ("make" in stage) return buildByEngine(building, request, stage, runId);
  if (request.previous === undefined && image.kind === "image" && image.base.kind === "scratch") {
    const labels = ownLabels(building, request, runId, undefined);
    return { imageId: await engine.images.import(packTar([]), labels, image.platform) };
  }
  const { parent, base } = await parentImage(building, request, image);
  const toolchains = stage.toolchains?.(image) ?? [];
  const imageId = await workInContainer({
    ...building,
    place: { image, stage: stage.name, parent, runId, toolchains },
    build: (container) =>
      stage.build({
        ...request.context,
        container,
        imageId: parent.id,
        config: parent.config,
        env: building.env,
        withSource,
        matchPaths,
        onLine: (stream, line) => onEvent({ kind: "stage-output", image: image.name, stage: stage.name, stream, line }),
        signal,
      }),
    commit(container, config) {
      const labels = { ...config.labels, ...ownLabels(building, request, runId, parent.id) };
      return container.commit({ ...config, labels }, stage.authorship?.(image));
    },
  });
  return { imageId, base };
}

interface ParentImage {
  readonly parent: InspectedImage;
  readonly base: BaseSource;
}

/** As a whole, or on the stage before. */
async function buildByEngine(
  building: StageBuilding,
  request: StageRequest,
  stage: WholeImageStage,
  runId: string,
): Promise<BuiltLayer> {
  const on = parentStageOf(request) && (await parentImage(building, request, request.context.image));
  const parent = on?.parent;
  const imageLabels = ownLabels(building, request, runId, parent?.id);
  const making = { runId, imageLabels, ...(parent === undefined ? {} : { parent }) };
  try {
    const built = await buildWholeImage(building, request, stage, making);
    return on === undefined ? built : { ...built, base: on.base };
  } catch (error) {
    throw await showFailedInstruction(building, request, runId, parent, error);
  }
}

/** The stage before, or the last one of the image that this one starts from; absent where it stands on no stage. */
function parentStageOf({ previous, base }: StageRequest): StoredStage | undefined {
  return previous?.stored ?? base?.stored;
}

/** The image of the stage before, or the one that the image starts from. */
async function parentImage(building: StageBuilding, request: StageRequest, image: AnyImageNode): Promise<ParentImage> {
  const { engine, storage, signal, onEvent } = building;
  const onProgress = (pull: { reference: string; currentBytes: number; totalBytes: number }): void =>
    onEvent({ kind: "pull", image: image.name, ...pull });
  const stored = parentStageOf(request);
  if (stored !== undefined) {
    let pulledFrom: string | undefined;
    const onPulled = (reference: string): void => {
      pulledFrom = reference;
    };
    const parent = await storage.fetch(stored, { onProgress, onPulled, signal });
    if (parent === undefined) throw new BrokenStage(stored);
    const isOfCache = pulledFrom !== undefined && pulledFrom !== stored.reference;
    const type = storage.address.startsWith(":local/") ? "local" : isOfCache ? "cache-repo" : "repo";
    return { parent, base: { type, isPulled: pulledFrom !== undefined } };
  }
  if (image.kind !== "image" || image.base.kind !== "reference")
    throw new Bug(`${image.name} is built before what it starts from`);
  const latestId = request.context.latestBaseId;
  const { image: parent, isPulled } = await resolveBaseImage(engine, image, image.base, latestId, onProgress, signal);
  return { parent, base: { type: isPulled ? "registry" : "local", isPulled } };
}

function ownLabels(
  building: StageBuilding,
  request: StageRequest,
  runId: string,
  parentId: ImageId | undefined,
): Record<string, string> {
  const parentStage = parentStageOf(request);
  return {
    ...request.labels,
    // The parent's names the run that made the parent, which may be dead: this image would be swept before it is saved.
    [runLabel]: runId,
    [stageLabels.project]: building.project,
    [stageLabels.version]: `builder-${version}`,
    [stageLabels.image]: request.context.image.name,
    [stageLabels.stage]: request.stage.name,
    [stageLabels.digest]: request.digest,
    [stageLabels.parts]: encodeParts(request.parts),
    [stageLabels.profile]: request.context.profile.name,
    ...(parentStage === undefined ? {} : { [stageLabels.parentStageId]: stageId(parentStage) }),
    ...(parentId === undefined ? {} : { [stageLabels.baseImageId]: parentId }),
  };
}

function stageId(stored: { readonly digest: string; readonly timestampMs: number }): string {
  return `${stored.digest}-${stored.timestampMs}`;
}
