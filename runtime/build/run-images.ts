import { isBuilderError } from "../../sdk/errors/builder-error.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import { graphWarnings } from "../../sdk/model/graph-warnings.ts";
import type { ContainerSpec, Engine } from "../engine/engine.ts";
import type { CompilePathTest, RemoteRepositories, Repository } from "../git/repository.ts";
import { excludeOverlaps } from "../plan/auto-exclude.ts";
import { getProfile } from "../plan/digest-profile.ts";
import { unknownTarget } from "../plan/errors.ts";
import { nearestName } from "../plan/nearest-name.ts";
import { orderMappings } from "../plan/order-mappings.ts";
import type { EventListener, ReportedError, RunReport } from "../report/events.ts";
import type { Locks } from "../storage/lock/lock.ts";
import type { ImagePublisher, ListedStage, StageStorage, StoredStage } from "../storage/storage.ts";
import { monotonicMs } from "../util/monotonic-ms.ts";
import { BrokenStage } from "./broken-stage.ts";
import { createStageMaker } from "./build-stage.ts";
import { commitEnvironment } from "./commit-environment.ts";
import { createDiscards, type Discards } from "./discards.ts";
import { stageRejected, storageBroken } from "./errors.ts";
import { type ChecksumSources, createImportChecksums } from "./import-checksums.ts";
import { createInspector, type Inspection } from "./inspection.ts";
import { createSourceOpener } from "./open-source.ts";
import { orderStages } from "./order-stages.ts";
import { publishFinals } from "./publish-finals.ts";
import type { SecretPlaces } from "./read-secret.ts";
import { type ScheduleFailure, scheduleImages } from "./schedule-images.ts";
import { createStageContainers } from "./stage-container.ts";
import { StageFailure } from "./stage-failure.ts";
import { createStageIndex, type StageIndex } from "./stage-index.ts";
import { createStageViewer } from "./stage-viewer.ts";
import type { MakeStage, Walk } from "./walk.ts";
import { walkImage } from "./walk-image.ts";
import type { Walked, WalkedImage } from "./walked.ts";

/** The world as a run sees it. */
export interface Ports {
  readonly engine: Engine;
  readonly storage: StageStorage;
  readonly locks: Locks;
  /** Absent where finished images are not handed on. */
  readonly publisher?: ImagePublisher;
  readonly repository?: Repository;
  /** Not needed where no mapping names a url. */
  readonly remotes?: RemoteRepositories;
  readonly matchPaths: CompilePathTest;
  readonly latestImageId: Walk["latestImageId"];
  readonly baseTriggers: Walk["baseTriggers"];
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
  /** Who wants to look into which stages. @default nobody */
  readonly inspection?: Inspection;
  readonly onEvent: EventListener;
  readonly signal: AbortSignal;
}

/** How often a run begins anew when a stage turns out damaged (spec §7.3). */
const tries = 4;

/**
 * Takes the images of a graph through their stages, each as soon as what it starts from is there. A stage that cannot be
 * built ends the run with a report that says so; everything else that goes wrong throws.
 */
export async function runImages(ports: Ports, graph: BuildGraph, request: RunRequest): Promise<RunReport> {
  const startedMs = monotonicMs();
  for (const diagnostic of graphWarnings(graph)) request.onEvent({ kind: "warning", diagnostic });
  const { sets, staged } = await orderStages(graph, request.targets, {
    ...request,
    ...(ports.repository === undefined ? {} : { repository: ports.repository }),
  });
  requireChosen(request.inspection, [...graph.images, ...sets.flat()]);
  const images = sets.flat().map((image) => (image.kind === "image" ? excludeOverlaps(orderMappings(image)) : image));
  request.onEvent({
    kind: "planned",
    sets: sets.map((set) =>
      set.map((image) => ({ name: image.name, artifact: image.kind === "image" && image.artifact })),
    ),
    parallelTasksLimit: request.parallelTasksLimit,
  });
  if (request.command === "run") {
    ports.publisher?.check(images.filter(({ final }) => final).map(({ name }) => name));
  }
  const { done, failure } = await walkImages(ports, graph, { images, staged }, request);
  request.signal.throwIfAborted();
  return {
    schemaVersion: 1,
    command: request.command,
    project: graph.project.name,
    commit: ports.repository?.head.id,
    ok: failure === undefined,
    images: images.flatMap((image) => done.get(image.name)?.result ?? []),
    durationMs: Math.round(monotonicMs() - startedMs),
    ...(failure === undefined ? {} : { error: describeFailure(failure) }),
  };
}

/** What is walked. */
interface Walkable {
  readonly images: readonly AnyImageNode[];
  readonly staged: Walk["staged"];
}

/** Errors: `USAGE.UNKNOWN_TARGET`. */
function requireChosen(inspection: Inspection | undefined, images: readonly AnyImageNode[]): void {
  const names = images.map(({ name }) => name);
  const unknown = inspection?.stages.find(({ image }) => image !== undefined && !names.includes(image));
  if (unknown?.image !== undefined) throw unknownTarget(unknown.image, names, nearestName(unknown.image, names));
}

/** Begins anew when a stage that was found cannot be used: what depends on it must be looked for again. */
async function walkImages(ports: Ports, graph: BuildGraph, walkable: Walkable, request: RunRequest): Promise<Walked> {
  const damaged = createDamagedStages(ports, request);
  const discards = createDiscards(ports.engine);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const walked = await publishFinals(
        ports,
        request,
        await walkOnce(ports, graph, walkable, request, damaged, discards),
      );
      const broken = brokenStage(walked.failure);
      if (broken === undefined || request.signal.aborted) return walked;
      await damaged.add(broken);
      if (attempt === tries) throw storageBroken(broken.reference, tries);
    }
  } finally {
    await discards.remove();
  }
}

async function walkOnce(
  ports: Ports,
  graph: BuildGraph,
  { images, staged }: Walkable,
  request: RunRequest,
  damaged: DamagedStages,
  discards: Discards,
): Promise<Walked> {
  const { storage } = ports;
  const listed = await storage.list(request.signal);
  const index = createStageIndex(
    listed.filter((stage) => !damaged.has(stage)),
    async (stage) => (await storage.read(stage, request.signal)) ?? (await damaged.add(stage)),
  );
  const failed = new AbortController();
  const signal = AbortSignal.any([request.signal, failed.signal]);
  const work = request.command === "plan" ? undefined : createWork(ports, graph, request, { index, discards, signal });
  const walk: Walk = {
    project: graph.project.name,
    profile: getProfile(graph.project.digests),
    platform: request.platform,
    repository: ports.repository,
    remotes: ports.remotes,
    index,
    dockerfiles: request.dockerfiles ?? { folder: "" },
    staged,
    latestImageId: ports.latestImageId,
    baseTriggers: ports.baseTriggers,
    importChecksum: createImportChecksums(index, work?.sources),
    makeStage: work?.makeStage ?? (async () => undefined),
    show: work?.show ?? (async () => {}),
    isThere: (stage) => storage.isThere(stage, request.signal),
    keep: request.command === "plan" ? async (_image, stage) => stage : createKeeper(storage, request),
    onEvent: request.onEvent,
  };
  const done = new Map<string, WalkedImage>();
  const take = async (image: AnyImageNode, needed: ReadonlyMap<string, WalkedImage>): Promise<WalkedImage> => {
    const walked = await walkImage(walk, image, needed);
    done.set(image.name, walked);
    return walked;
  };
  const failure = await scheduleImages(images, request.parallelTasksLimit, take, (reason) =>
    failed.abort(reason),
  ).finally(() => work?.close());
  return { done, failure };
}

function createKeeper(storage: StageStorage, { onEvent, signal }: RunRequest): Walk["keep"] {
  return (image, stage) =>
    storage.keep(stage, { signal, onProgress: (progress) => onEvent({ kind: "push", image, ...progress }) });
}

/** What a run works with; a plan has nothing of it. */
interface Work {
  readonly makeStage: MakeStage;
  readonly show: Walk["show"];
  readonly sources: ChecksumSources;
  close(): Promise<void>;
}

function createWork(
  ports: Ports,
  graph: BuildGraph,
  request: RunRequest,
  shared: { readonly index: StageIndex; readonly discards: Discards; readonly signal: AbortSignal },
): Work {
  const { engine, matchPaths } = ports;
  const { mounts, network, secrets, beginRun, inspection, onEvent } = request;
  const project = graph.project.name;
  const containers = createStageContainers({
    engine,
    project,
    mounts,
    network,
    secrets,
    commit: ports.repository?.head.id,
  });
  const withSource = createSourceOpener({ ...ports, beginRun, onEvent, signal: shared.signal });
  const env = { ...commitEnvironment(ports.repository?.head), ...request.env };
  const inspector = inspection === undefined ? undefined : createInspector(inspection, env, request);
  return {
    makeStage: createStageMaker({
      ...ports,
      ...shared,
      savingSignal: request.signal,
      project,
      beginRun,
      env,
      secrets,
      containers,
      inspector,
      withSource,
      onEvent,
    }),
    show: createStageViewer({ ...ports, ...request, containers, inspector }),
    sources: { withSource, matchPaths },
    close: () => containers.close(),
  };
}

/** The stages that this run has found damaged. */
interface DamagedStages {
  has(stage: ListedStage): boolean;
  /** Tells of it, and marks it for all others too; a plan changes nothing and only keeps it in mind. */
  add(stage: ListedStage): Promise<undefined>;
}

function createDamagedStages({ storage }: Ports, { command, onEvent, signal }: RunRequest): DamagedStages {
  const references = new Set<string>();
  return {
    has: ({ reference }) => references.has(reference),
    async add(stage) {
      if (references.has(stage.reference)) return;
      references.add(stage.reference);
      onEvent({ kind: "warning", diagnostic: stageRejected(stage.reference).toDiagnostic() });
      if (command === "run") await storage.reject(stage, signal);
    },
  };
}

function brokenStage(failure: ScheduleFailure | undefined): StoredStage | undefined {
  const reason = failure?.reason instanceof StageFailure ? failure.reason.reason : failure?.reason;
  return reason instanceof BrokenStage ? reason.stored : undefined;
}

/** A failure that the user can act on becomes part of the report; anything else is not for reports. */
function describeFailure({ reason }: ScheduleFailure): ReportedError {
  if (!(reason instanceof StageFailure)) throw reason;
  if (!isBuilderError(reason.reason)) throw reason.reason;
  return { ...reason.reason.toDiagnostic(), image: reason.image, stage: reason.stage };
}
