import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import { type Digest, toDigest } from "../plan/digest.ts";
import type { Part } from "../plan/part.ts";
import { stageLabels } from "../plan/stage-labels.ts";
import type { BaseSource, StageResult } from "../report/events.ts";
import type { AnyStage, StageContext } from "../stages/stage.ts";
import type { StoredStage } from "../storage/storage.ts";
import { monotonicMs } from "../util/monotonic-ms.ts";
import { BrokenStage } from "./broken-stage.ts";
import { selectStage } from "./select-stage.ts";
import { reasonFor } from "./stage-reason.ts";
import { platformOf, type StageState, type Walk } from "./walk.ts";

/** A stage that an image has passed through. */
export interface Step {
  readonly state: StageState;
  readonly result: StageResult;
}

interface Taking {
  readonly walk: Walk;
  readonly stage: AnyStage;
  readonly context: StageContext<AnyImageNode>;
  readonly previous: StageState | undefined;
  /** The last stage of the image that this one starts from. */
  readonly base: StageState | undefined;
  /** Aborted when what it is built on is given up. */
  readonly signal: AbortSignal;
}

/** With what was computed on the way. */
interface Looking extends Taking {
  readonly startedMs: number;
  readonly parts: Part;
  readonly digest: Digest;
}

/** Finds or makes one stage; undefined for a stage that is empty. */
export async function takeStage(taking: Taking): Promise<Step | undefined> {
  const { walk, stage, context, previous } = taking;
  const startedMs = monotonicMs();
  if (await stage.isEmpty(context)) return undefined;
  const parts = await stage.parts(context);
  const digest = walk.profile.stageDigest(stage.name, parts, previous, platformOf(walk, context.image));
  const looking = { ...taking, startedMs, parts, digest };
  const candidates = walk.index.of(digest);
  const selection = { candidates, read: walk.index.read, parentMs: previous?.stored?.timestampMs };
  const selected = await selectStage(stage, selection, context);
  return selected === undefined ? make(looking, candidates.length > 0) : reuse(looking, selected);
}

async function reuse(looking: Looking, selected: StoredStage): Promise<Step> {
  const { walk, stage, context } = looking;
  const found = await walk.keep(context.image.name, selected);
  if (found === undefined) throw new BrokenStage(selected);
  const isCopied = found.reference !== selected.reference;
  const base = isCopied ? ({ type: "secondary", isPulled: false } as const) : undefined;
  const result = stageResult(looking, "reuse", "", found, base);
  walk.onEvent({ kind: "stage-reused", image: context.image.name, stage: result });
  await walk.show(context.image, stage.name, found);
  const state = stateOf(looking, found.labels, false, found);
  return { state: { ...state, saving: walk.index.savingOf(found) }, result };
}

/** @param isUnrelated whether there are stages of this digest, none of which suits */
async function make(looking: Looking, isUnrelated: boolean): Promise<Step> {
  const { walk, stage, context, previous, base, signal, parts, digest } = looking;
  const reason = await reasonFor({
    stage,
    context,
    parts,
    stored: await walk.index.recent(),
    isUnrelated,
    rebuiltBefore: previous?.made === true ? previous.name : undefined,
  });
  const own = await stage.labels(context);
  const planned = stateOf(looking, { ...context.previousLabels, ...own }, true);
  const labels = { ...own, [stageLabels.contentDigest]: planned.contentDigest };
  const made = await walk.makeStage({ stage, context, parts, digest, labels, previous, base, reason, signal });
  if (made === undefined) return { state: planned, result: stageResult(looking, "build", reason) };
  const isOurs = made.by === "us";
  const result = stageResult(looking, isOurs ? "build" : "reuse", isOurs ? reason : "", made.stored, made.base);
  walk.onEvent({ kind: isOurs ? "stage-built" : "stage-reused", image: context.image.name, stage: result });
  await walk.show(context.image, stage.name, made.stored);
  const state = stateOf(looking, made.stored.labels, isOurs, made.stored);
  return { state: { ...state, saving: made.saving }, result };
}

function stateOf(
  { walk, stage, context, digest }: Looking,
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
  { stage, digest, startedMs }: Looking,
  action: "reuse" | "build",
  reason: string,
  stored?: StoredStage,
  base?: BaseSource,
): StageResult {
  return {
    name: stage.name,
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
