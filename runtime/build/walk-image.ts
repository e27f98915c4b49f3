import { Bug } from "../../sdk/errors/bug.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { RemoteRepositories, Repository } from "../git/repository.ts";
import { type Digest, toDigest } from "../plan/digest.ts";
import type { Part } from "../plan/part.ts";
import type { DigestProfile } from "../plan/profile.ts";
import { stageLabels } from "../plan/stage-labels.ts";
import type { StageName } from "../plan/stage-name.ts";
import type { EventListener, ImageResult, StageResult } from "../report/events.ts";
import { createDockerfileStage, type DockerfileSurroundings } from "../stages/dockerfile/dockerfile-stage.ts";
import { stagesOf } from "../stages/image-stages.ts";
import type { AnyStage, StageContext } from "../stages/stage.ts";
import type { StoredStage } from "../storage/storage.ts";
import { latestUnknown } from "./errors.ts";
import { openRemotes } from "./open-remotes.ts";
import { selectStage } from "./select-stage.ts";
import { StageFailure } from "./stage-failure.ts";
import type { StageIndex } from "./stage-index.ts";
import { reasonFor } from "./stage-reason.ts";

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
  /** Asks the registry of a reference for the id of the image that it has for a platform. */
  readonly latestImageId: (reference: string, platform: string) => Promise<string | undefined>;
  /** Of the files that imports take over, for profiles that hash them. */
  readonly importChecksum: StageContext["importChecksum"];
  readonly makeStage: MakeStage;
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
}

/** How a stage that was not found came to be: by us, by somebody who was faster, or by another image of this run. */
export interface MadeStage {
  readonly stored: StoredStage;
  readonly by: "us" | "faster-run" | "other-image";
}

/** Builds and saves a stage; a plan's version returns undefined and builds nothing. */
export type MakeStage = (request: StageRequest) => Promise<MadeStage | undefined>;

/** An image that was taken through its stages. */
export interface WalkedImage {
  /** Those that are not empty; the last one is the image. */
  readonly stages: readonly StageState[];
  readonly result: ImageResult;
}

/** Takes one image through its stages: each is found, or made. `needed` holds the images that it needs, by their names. */
export async function walkImage(
  walk: Walk,
  image: AnyImageNode,
  needed: ReadonlyMap<string, WalkedImage>,
): Promise<WalkedImage> {
  const startedMs = performance.now();
  walk.onEvent({ kind: "image-started", image: image.name });
  const base =
    image.kind === "image" && image.base.kind === "image" ? needed.get(image.base.image)?.stages.at(-1) : undefined;
  const stages: StageResult[] = [];
  const states: StageState[] = [];
  let state: StageState | undefined;
  const remotes = await openRemotes(image, walk.remotes).catch((reason: unknown) => {
    throw new StageFailure(image.name, "gitArchive", reason);
  });
  const latestBaseId = await findLatestBase(walk, image).catch((reason: unknown) => {
    throw new StageFailure(image.name, "from", reason);
  });
  for (const stage of anyStagesOf(walk, image)) {
    const context: StageContext<AnyImageNode> = {
      image,
      profile: walk.profile,
      repository: walk.repository,
      remotes,
      previousLabels: state?.labels ?? {},
      baseContentDigest: base?.contentDigest,
      latestBaseId,
      needed,
      importChecksum: walk.importChecksum,
    };
    const step = await takeStage(walk, stage, context, state, base).catch((reason: unknown) => {
      throw new StageFailure(image.name, stage.name, reason);
    });
    if (step === undefined) continue;
    state = step.state;
    states.push(state);
    stages.push(step.result);
  }
  if (state === undefined) throw new Bug(`image ${image.name} has no stage`);
  const result: ImageResult = {
    name: image.name,
    final: image.final,
    artifact: image.kind === "image" && image.artifact,
    action: stages.some((stage) => stage.action === "build") ? "build" : "reuse",
    digest: state.digest,
    reference: state.stored?.reference,
    durationMs: performance.now() - startedMs,
    stages,
  };
  walk.onEvent({ kind: "image-finished", image: image.name, result });
  return { stages: states, result };
}

function platformOf(walk: Walk, image: AnyImageNode): string {
  return (image.kind === "image" ? image.platform : undefined) ?? walk.platform;
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

function anyStagesOf(walk: Walk, image: AnyImageNode): readonly AnyStage[] {
  return image.kind === "image"
    ? stagesOf(image, walk.profile)
    : [createDockerfileStage({ ...walk, ...walk.dockerfiles })];
}

/** Finds or makes one stage; undefined for a stage that is empty. */
async function takeStage(
  walk: Walk,
  stage: AnyStage,
  context: StageContext<AnyImageNode>,
  previous: StageState | undefined,
  base: StageState | undefined,
): Promise<{ readonly state: StageState; readonly result: StageResult } | undefined> {
  const startedMs = performance.now();
  if (await stage.isEmpty(context)) return undefined;
  const parts = await stage.parts(context);
  const digest = walk.profile.stageDigest(stage.name, parts, previous, platformOf(walk, context.image));
  const candidates = walk.index.of(digest);
  const found = await selectStage(stage, candidates, context);
  if (found !== undefined) {
    const result = stageResult(stage.name, digest, "reuse", "", startedMs, found);
    walk.onEvent({ kind: "stage-reused", image: context.image.name, stage: result });
    return { state: stateOf(walk, stage, context, digest, found.labels, false, found), result };
  }
  const reason = await reasonFor({
    stage,
    context,
    parts,
    stored: walk.index.all(),
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
  });
  if (made === undefined)
    return { state: planned, result: stageResult(stage.name, digest, "build", reason, startedMs) };
  const isOurs = made.by !== "other-image";
  const result: StageResult = {
    ...stageResult(stage.name, digest, isOurs ? "build" : "reuse", isOurs ? reason : "", startedMs, made.stored),
    ...(made.by === "faster-run" ? { discarded: true } : {}),
  };
  walk.onEvent({ kind: isOurs ? "stage-built" : "stage-reused", image: context.image.name, stage: result });
  return { state: stateOf(walk, stage, context, digest, made.stored.labels, isOurs, made.stored), result };
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
): StageResult {
  return {
    name,
    digest,
    action,
    reason,
    reference: stored?.reference,
    imageId: stored?.imageId,
    sizeBytes: stored?.sizeBytes,
    durationMs: performance.now() - startedMs,
  };
}
