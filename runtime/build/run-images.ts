import { isBuilderError } from "../../sdk/errors/builder-error.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { ContainerSpec, Engine } from "../engine/engine.ts";
import type { CompilePathTest, RemoteRepositories, Repository } from "../git/repository.ts";
import { excludeOverlaps } from "../plan/auto-exclude.ts";
import { getProfile } from "../plan/digest-profile.ts";
import { orderImages } from "../plan/image-order.ts";
import { orderMappings } from "../plan/order-mappings.ts";
import type { EventListener, ImageResult, RunReport } from "../report/events.ts";
import type { Locks } from "../storage/lock/lock.ts";
import type { StageStorage } from "../storage/storage.ts";
import { createStageMaker } from "./build-stage.ts";
import { commitEnvironment } from "./commit-environment.ts";
import { type ChecksumSources, createImportChecksums } from "./import-checksums.ts";
import { createSourceOpener } from "./open-source.ts";
import type { SecretPlaces } from "./read-secret.ts";
import { type ScheduleFailure, scheduleImages } from "./schedule-images.ts";
import { createStageContainers } from "./stage-container.ts";
import { StageFailure } from "./stage-failure.ts";
import { createStageIndex, type StageIndex } from "./stage-index.ts";
import { type MakeStage, type Walk, type WalkedImage, walkImage } from "./walk-image.ts";

/** The world as a run sees it. */
export interface Ports {
  readonly engine: Engine;
  readonly storage: StageStorage;
  readonly locks: Locks;
  readonly repository?: Repository;
  /** Not needed where no mapping names a url. */
  readonly remotes?: RemoteRepositories;
  readonly matchPaths: CompilePathTest;
  readonly latestImageId: Walk["latestImageId"];
}

export interface RunRequest {
  readonly command: "run" | "plan";
  /** Names or globs, `!` excludes; none: all final images. */
  readonly targets: readonly string[];
  /** Images at the same time; 0 or less: no limit. */
  readonly parallelTasksLimit: number;
  /** `os/arch[/variant]`. */
  readonly platform: string;
  /** Called before each stage that is built; the first call notes that this run uses the engine. Returns the run's id. */
  readonly beginRun: () => Promise<string>;
  /** Added to what the commands of all stages see. */
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: NonNullable<ContainerSpec["mounts"]>;
  /** Network of all commands, whatever the images say. */
  readonly network?: string;
  readonly secrets: SecretPlaces;
  /** What Dockerfile images need to know of the project. @default the root of the repository, no work tree */
  readonly dockerfiles?: Walk["dockerfiles"];
  readonly onEvent: EventListener;
  readonly signal: AbortSignal;
}

/**
 * Takes the images of a graph through their stages, each as soon as what it starts from is there. A stage that cannot be
 * built ends the run with a report that says so; everything else that goes wrong throws.
 */
export async function runImages(ports: Ports, graph: BuildGraph, request: RunRequest): Promise<RunReport> {
  const startedMs = performance.now();
  const sets = orderImages(graph.images, request.targets);
  const images = sets.flat().map((image) => (image.kind === "image" ? excludeOverlaps(orderMappings(image)) : image));
  request.onEvent({
    kind: "planned",
    sets: sets.map((set) =>
      set.map((image) => ({ name: image.name, artifact: image.kind === "image" && image.artifact })),
    ),
    parallelTasksLimit: request.parallelTasksLimit,
  });
  const index = createStageIndex(await ports.storage.list());
  const failed = new AbortController();
  const signal = AbortSignal.any([request.signal, failed.signal]);
  const work = request.command === "plan" ? undefined : createWork(ports, graph, request, index, signal);
  const walk: Walk = {
    project: graph.project.name,
    profile: getProfile(graph.project.digests),
    platform: request.platform,
    repository: ports.repository,
    remotes: ports.remotes,
    index,
    dockerfiles: request.dockerfiles ?? { folder: "" },
    latestImageId: ports.latestImageId,
    importChecksum: createImportChecksums(index, work?.sources),
    makeStage: work?.makeStage ?? (async () => undefined),
    onEvent: request.onEvent,
  };
  const done = new Map<string, ImageResult>();
  const take = async (image: AnyImageNode, needed: ReadonlyMap<string, WalkedImage>): Promise<WalkedImage> => {
    const walked = await walkImage(walk, image, needed);
    done.set(image.name, walked.result);
    return walked;
  };
  const failure = await scheduleImages(images, request.parallelTasksLimit, take, (reason) =>
    failed.abort(reason),
  ).finally(() => work?.close());
  request.signal.throwIfAborted();
  return {
    schemaVersion: 1,
    command: request.command,
    project: graph.project.name,
    commit: ports.repository?.head.id,
    ok: failure === undefined,
    images: images.flatMap((image) => done.get(image.name) ?? []),
    durationMs: performance.now() - startedMs,
    ...(failure === undefined ? {} : { error: describeFailure(failure) }),
  };
}

/** What a run works with; a plan has nothing of it. */
function createWork(
  ports: Ports,
  graph: BuildGraph,
  request: RunRequest,
  index: StageIndex,
  signal: AbortSignal,
): { readonly makeStage: MakeStage; readonly sources: ChecksumSources; close(): Promise<void> } {
  const { engine, matchPaths } = ports;
  const { mounts, network, secrets, beginRun, onEvent } = request;
  const project = graph.project.name;
  const containers = createStageContainers({ engine, project, mounts, network, secrets });
  const withSource = createSourceOpener(engine, beginRun, onEvent, signal);
  const env = { ...commitEnvironment(ports.repository?.head), ...request.env };
  return {
    makeStage: createStageMaker({
      ...ports,
      index,
      signal,
      project,
      beginRun,
      env,
      secrets,
      containers,
      withSource,
      onEvent,
    }),
    sources: { withSource, matchPaths },
    close: () => containers.close(),
  };
}

/** A failure that the user can act on becomes part of the report; anything else is not for reports. */
function describeFailure({ reason }: ScheduleFailure): NonNullable<RunReport["error"]> {
  if (!(reason instanceof StageFailure)) throw reason;
  if (!isBuilderError(reason.reason)) throw reason.reason;
  return { ...reason.reason.toDiagnostic(), image: reason.image, stage: reason.stage };
}
