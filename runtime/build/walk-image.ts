import { Bug } from "../../sdk/errors/bug.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { RemoteRepositories, Repository } from "../git/repository.ts";
import { type Digest, toDigest } from "../plan/digest.ts";
import type { Part } from "../plan/part.ts";
import type { DigestProfile } from "../plan/profile.ts";
import { stageLabels } from "../plan/stage-labels.ts";
import type { StageName } from "../plan/stage-name.ts";
import type { BaseSource, EventListener, ImageResult, StageResult } from "../report/events.ts";
import { createDockerfileStage, type DockerfileSurroundings } from "../stages/dockerfile/dockerfile-stage.ts";
import type { StagedPart } from "../stages/dockerfile/expand-staged.ts";
import { createImageSpecStage } from "../stages/image-spec-stage.ts";
import { stagesOf } from "../stages/image-stages.ts";
import type { AnyStage, StageContext } from "../stages/stage.ts";
import type { StoredStage } from "../storage/storage.ts";
import { monotonicMs } from "../util/monotonic-ms.ts";
import { BrokenStage } from "./broken-stage.ts";
import { latestUnknown } from "./errors.ts";
import { openRemotes } from "./open-remotes.ts";
import type { SavedStage } from "./saved-stage.ts";
import { selectStage } from "./select-stage.ts";
import { StageFailure } from "./stage-failure.ts";
import type { StageIndex } from "./stage-index.ts";
import { reasonFor } from "./stage-reason.ts";
import type { WalkedImage } from "./walked.ts";

/** What all images of one walk share. */
export interface Walk {
  readonly project: string;
  readonly profile: DigestProfile;
  /** `os/arch[/variant]`. */
  readonly platform: string;
  readonly repository?: Repository;
  readonly remotes?: RemoteRepositories;
  readonly index: StageIndex;
  readonly dockerfiles: Pick<DockerfileSurroundings, "folder" | "workTree">;
  /** By the names of images: those that are stages of Dockerfiles. */
  readonly staged: ReadonlyMap<string, StagedPart>;
  /** Asks the registry of a reference for the id of the image that it has for a platform. */
  readonly latestImageId: (reference: string, platform: string) => Promise<string | undefined>;
  /** ONBUILD of an image that a Dockerfile starts from and this graph does not build; none where nobody can tell. */
  readonly baseTriggers: (reference: string, platform: string) => Promise<readonly string[]>;
  /** Of the files that imports take over, for profiles that hash them. */
  readonly importChecksum: StageContext["importChecksum"];
  readonly makeStage: MakeStage;
  /** Whether the storage still has a stage that was found. */
  readonly isThere: (stage: StoredStage) => Promise<boolean>;
  /** Takes a stage that was found into the storage, where it was found elsewhere; undefined where it is damaged. */
  readonly keep: (image: string, stage: StoredStage) => Promise<StoredStage | undefined>;
  /** Lets a person look into a stage that is there, where somebody asked for it. */
  readonly show: (image: AnyImageNode, name: StageName, stored: StoredStage) => Promise<void>;
  readonly onEvent: EventListener;
}

/** Where an image stands after a stage: what the next stage, and the images that start from it, go on from. */
export interface StageState {
  readonly name: StageName;
  readonly digest: Digest;
  readonly handsOn: string;
  readonly contentDigest: Digest;
  readonly labels: Readonly<Record<string, string>>;
  /** Absent while it is only planned. */
  readonly stored?: StoredStage;
  /** Made by this walk rather than found. */
  readonly made: boolean;
  /** What will become of it, where it was built by this run. */
  readonly saving?: Promise<SavedStage>;
}

/** A stage that was not found. */
export interface StageRequest {
  readonly stage: AnyStage;
  readonly context: StageContext<AnyImageNode>;
  readonly parts: Part;
  readonly digest: Digest;
  /** As far as the storage is concerned: without those that the engine adds. */
  readonly labels: Readonly<Record<string, string>>;
  readonly previous: StageState | undefined;
  /** The last stage of the image that this one starts from. */
  readonly base: StageState | undefined;
  readonly reason: string;
  /** Aborted when what it is built on is given up. */
  readonly signal: AbortSignal;
}

/** How a stage that was not found came to be: by us, or by another image of this run. */
export interface MadeStage {
  readonly stored: StoredStage;
  readonly by: "us" | "other-image";
  /** What it was built on. */
  readonly base?: BaseSource;
  readonly saving?: Promise<SavedStage>;
}

/** Builds and saves a stage; a plan's version returns undefined and builds nothing. */
export type MakeStage = (request: StageRequest) => Promise<MadeStage | undefined>;

/**
 * Takes one image through its stages: each is found, or made. The result of the last one is the image. Where somebody else
 * was faster with a stage, theirs is used and what follows it is looked for, and made, anew.
 *
 * @param needed the images that it needs, by their names
 */
export async function walkImage(
  walk: Walk,
  image: AnyImageNode,
  needed: ReadonlyMap<string, WalkedImage>,
): Promise<WalkedImage> {
  const startedMs = monotonicMs();
  walk.onEvent({ kind: "image-started", image: image.name });
  const surroundings = await surroundingsOf(walk, image, needed);
  const discarded = new Map<StageName, StageResult>();
  let steps = await takeStages(walk, image, surroundings, discarded);
  while (steps === undefined) steps = await takeStages(walk, image, surroundings, discarded);
  const state = steps.at(-1)?.state;
  if (state === undefined) throw new Bug(`image ${image.name} has no stage`);
  const stages = steps.map(({ result }) => asDiscarded(result, discarded.get(result.name)));
  const result: ImageResult = {
    name: image.name,
    final: image.final,
    artifact: image.kind === "image" && image.artifact,
    kind: image.kind,
    platform: platformOf(walk, image),
    action: stages.some((stage) => stage.action === "build") ? "build" : "reuse",
    digest: state.digest,
    reference: state.stored?.reference,
    durationMs: Math.round(monotonicMs() - startedMs),
    stages,
  };
  walk.onEvent({ kind: "image-finished", image: image.name, result });
  return { stages: steps.map((step) => step.state), result };
}

/** What does not change from stage to stage. */
interface Surroundings {
  readonly base: StageState | undefined;
  readonly context: Omit<StageContext<AnyImageNode>, "previousLabels">;
}

async function surroundingsOf(
  walk: Walk,
  image: AnyImageNode,
  needed: ReadonlyMap<string, WalkedImage>,
): Promise<Surroundings> {
  const base = needed.get(ownBase(walk, image) ?? "")?.stages.at(-1);
  const remotes = await openRemotes(image, walk.remotes).catch((reason: unknown) => {
    throw new StageFailure(image.name, "gitArchive", reason);
  });
  const latestBaseId = await findLatestBase(walk, image).catch((reason: unknown) => {
    throw new StageFailure(image.name, "from", reason);
  });
  return {
    base,
    context: {
      image,
      profile: walk.profile,
      repository: walk.repository,
      remotes,
      baseContentDigest: base?.contentDigest,
      latestBaseId,
      needed,
      importChecksum: walk.importChecksum,
      triggersOf: (reference) => walk.baseTriggers(reference, platformOf(walk, image)),
      onWarning: (diagnostic) => walk.onEvent({ kind: "warning", diagnostic }),
    },
  };
}

/** The image of this graph that another one starts from. */
function ownBase({ staged }: Walk, image: AnyImageNode): string | undefined {
  if (image.kind === "dockerfile") return staged.get(image.name)?.base;
  return image.base.kind === "image" ? image.base.image : undefined;
}

function platformOf(walk: Walk, image: AnyImageNode): string {
  return image.platform ?? walk.platform;
}

/** Errors: `BUILD.NO_LATEST`. */
async function findLatestBase(walk: Walk, image: AnyImageNode): Promise<string | undefined> {
  if (image.kind !== "image" || image.base.kind !== "reference" || image.fromLatest !== true) return undefined;
  const { base } = image;
  const id = await walk.latestImageId(base.reference, platformOf(walk, image)).catch((cause: unknown) => {
    throw latestUnknown(base, cause);
  });
  if (id === undefined) throw latestUnknown(base);
  return id;
}

async function anyStagesOf(
  walk: Walk,
  { image, ...context }: StageContext<AnyImageNode>,
): Promise<readonly AnyStage[]> {
  if (image.kind === "image") return stagesOf(image, walk.profile);
  const surroundings = { ...walk, ...walk.dockerfiles, platform: platformOf(walk, image) };
  const spec = image.imageSpec === undefined ? [] : [createImageSpecStage()];
  const part = walk.staged.get(image.name);
  if (part === undefined) return [createDockerfileStage(surroundings), ...spec];
  const { createInstructionStages } = await import("../stages/dockerfile/instruction-stages.ts");
  const stages = createInstructionStages({ ...context, image }, surroundings, part).catch((reason: unknown) => {
    throw new StageFailure(image.name, "FROM", reason);
  });
  return [...(await stages), ...spec];
}

/** A stage that was built and given up is told as such, although another one was found in the end. */
function asDiscarded(result: StageResult, ours: StageResult | undefined): StageResult {
  if (ours === undefined || result.action === "build") return result;
  return { ...result, action: "build", reason: ours.reason, durationMs: ours.durationMs, discarded: true };
}

interface Step {
  readonly state: StageState;
  readonly result: StageResult;
}

/** One walk from the first stage to the last, and until all are saved; undefined when somebody else was faster with one. */
async function takeStages(
  walk: Walk,
  image: AnyImageNode,
  { base, context: shared }: Surroundings,
  discarded: Map<StageName, StageResult>,
): Promise<readonly Step[] | undefined> {
  const overtaken = new AbortController();
  const steps: Step[] = [];
  try {
    for (const stage of await anyStagesOf(walk, { ...shared, previousLabels: {} })) {
      const state = steps.at(-1)?.state;
      const context = { ...shared, previousLabels: state?.labels ?? {} };
      const step = await takeStage(walk, stage, context, state, base, overtaken.signal).catch((reason: unknown) => {
        throw new StageFailure(image.name, stage.name, reason);
      });
      if (step === undefined) continue;
      steps.push(step);
      // A failure ends the walk too: nothing that is built on it could be saved.
      step.state.saving?.then(
        ({ kind }) => kind !== "kept" && overtaken.abort(),
        () => overtaken.abort(),
      );
    }
    await requireLast(walk, image, steps.at(-1));
  } catch (error) {
    const kept = await allKept(image, steps, discarded);
    if (kept) throw error;
    return undefined;
  }
  return (await allKept(image, steps, discarded)) ? Promise.all(steps.map(asSaved)) : undefined;
}

/** A registry tells more of a stage once it has it. */
async function asSaved(step: Step): Promise<Step> {
  const { state, result } = step;
  const saved = await state.saving;
  if (saved?.kind !== "kept") return step;
  const { stored } = saved;
  return { state: { ...state, stored }, result: { ...result, registryDigest: stored.registryDigest } };
}

/** What may be known from before is checked once for each image: its last stage is what people will use. */
async function requireLast(walk: Walk, image: AnyImageNode, last: Step | undefined): Promise<void> {
  const stored = last?.state.stored;
  if (last === undefined || stored === undefined || last.state.saving !== undefined) return;
  if (!(await walk.isThere(stored))) throw new StageFailure(image.name, last.state.name, new BrokenStage(stored));
}

/** Waits until every stage is saved or given up, so that what was built is kept whatever becomes of the rest. */
async function allKept(
  image: AnyImageNode,
  steps: readonly Step[],
  discarded: Map<StageName, StageResult>,
): Promise<boolean> {
  let kept = true;
  const outcomes = await Promise.allSettled(steps.map(({ state }) => state.saving));
  for (const [index, outcome] of outcomes.entries()) {
    const result = steps[index]?.result;
    if (result === undefined) continue;
    if (outcome.status === "rejected") throw new StageFailure(image.name, result.name, outcome.reason);
    if (outcome.value === undefined || outcome.value.kind === "kept") continue;
    kept = false;
    if (outcome.value.kind === "superseded" && result.action === "build") discarded.set(result.name, result);
  }
  return kept;
}

/** Finds or makes one stage; undefined for a stage that is empty. */
async function takeStage(
  walk: Walk,
  stage: AnyStage,
  context: StageContext<AnyImageNode>,
  previous: StageState | undefined,
  base: StageState | undefined,
  signal: AbortSignal,
): Promise<Step | undefined> {
  const startedMs = monotonicMs();
  if (await stage.isEmpty(context)) return undefined;
  const parts = await stage.parts(context);
  const digest = walk.profile.stageDigest(stage.name, parts, previous, platformOf(walk, context.image));
  const candidates = walk.index.of(digest);
  const selection = { candidates, read: walk.index.read, parentMs: previous?.stored?.timestampMs };
  const selected = await selectStage(stage, selection, context);
  if (selected !== undefined) {
    const found = await walk.keep(context.image.name, selected);
    if (found === undefined) throw new BrokenStage(selected);
    const isCopied = found.reference !== selected.reference;
    const base = isCopied ? ({ type: "secondary", isPulled: false } as const) : undefined;
    const result = stageResult(stage.name, digest, "reuse", "", startedMs, found, base);
    walk.onEvent({ kind: "stage-reused", image: context.image.name, stage: result });
    await walk.show(context.image, stage.name, found);
    const state = stateOf(walk, stage, context, digest, found.labels, false, found);
    return { state: { ...state, saving: walk.index.savingOf(found) }, result };
  }
  const reason = await reasonFor({
    stage,
    context,
    parts,
    stored: await walk.index.recent(),
    isUnrelated: candidates.length > 0,
    rebuiltBefore: previous?.made === true ? previous.name : undefined,
  });
  const labels = await stage.labels(context);
  const planned = stateOf(walk, stage, context, digest, { ...context.previousLabels, ...labels }, true);
  const made = await walk.makeStage({
    stage,
    context,
    parts,
    digest,
    labels: { ...labels, [stageLabels.contentDigest]: planned.contentDigest },
    previous,
    base,
    reason,
    signal,
  });
  if (made === undefined)
    return { state: planned, result: stageResult(stage.name, digest, "build", reason, startedMs) };
  const isOurs = made.by === "us";
  const action = isOurs ? "build" : "reuse";
  const result = stageResult(stage.name, digest, action, isOurs ? reason : "", startedMs, made.stored, made.base);
  walk.onEvent({ kind: isOurs ? "stage-built" : "stage-reused", image: context.image.name, stage: result });
  await walk.show(context.image, stage.name, made.stored);
  const state = stateOf(walk, stage, context, digest, made.stored.labels, isOurs, made.stored);
  return { state: { ...state, saving: made.saving }, result };
}

function stateOf(
  walk: Walk,
  stage: AnyStage,
  context: StageContext<AnyImageNode>,
  digest: Digest,
  labels: Readonly<Record<string, string>>,
  made: boolean,
  stored?: StoredStage,
): StageState {
  const commits = stage.commits(labels, context);
  const handsOn = commits === undefined ? "" : walk.profile.handsOn(stage.name, commits);
  const contentDigest = walk.profile.contentDigest(stage.name, { digest, handsOn }, platformOf(walk, context.image));
  const kept = stored?.labels[stageLabels.contentDigest];
  return {
    name: stage.name,
    digest,
    handsOn,
    // A stage that was found keeps the name of the content that it had when it was built (spec §1.3).
    contentDigest: kept === undefined ? contentDigest : toDigest(kept),
    labels,
    made,
    stored,
  };
}

function stageResult(
  name: StageName,
  digest: Digest,
  action: "reuse" | "build",
  reason: string,
  startedMs: number,
  stored?: StoredStage,
  base?: BaseSource,
): StageResult {
  return {
    name,
    digest,
    action,
    reason,
    reference: stored?.reference,
    imageId: stored?.imageId,
    registryDigest: stored?.registryDigest,
    commit: stored?.labels[stageLabels.projectCommit],
    ...(base === undefined ? {} : { base }),
    sizeBytes: stored?.sizeBytes,
    durationMs: Math.round(monotonicMs() - startedMs),
  };
}
