import { Bug } from "../../sdk/errors/bug.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { StageName } from "../plan/stage-name.ts";
import type { ImageResult, StageResult } from "../report/events.ts";
import { monotonicMs } from "../util/monotonic-ms.ts";
import { BrokenStage } from "./broken-stage.ts";
import { anyStagesOf, type ImageSurroundings, surroundingsOf } from "./image-surroundings.ts";
import { StageFailure } from "./stage-failure.ts";
import { type Step, takeStage } from "./take-stage.ts";
import { platformOf, type Walk } from "./walk.ts";
import type { WalkedImage } from "./walked.ts";

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

/** A stage that was built and given up is told as such, although another one was found in the end. */
function asDiscarded(result: StageResult, ours: StageResult | undefined): StageResult {
  if (ours === undefined || result.action === "build") return result;
  return { ...result, action: "build", reason: ours.reason, durationMs: ours.durationMs, discarded: true };
}

/** One walk from the first stage to the last, and until all are saved; undefined when somebody else was faster with one. */
async function takeStages(
  walk: Walk,
  image: AnyImageNode,
  { base, context: shared }: ImageSurroundings,
  discarded: Map<StageName, StageResult>,
): Promise<readonly Step[] | undefined> {
  const overtaken = new AbortController();
  const steps: Step[] = [];
  try {
    for (const stage of await anyStagesOf(walk, { ...shared, previousLabels: {} })) {
      const state = steps.at(-1)?.state;
      const context = { ...shared, previousLabels: state?.labels ?? {} };
      const { signal } = overtaken;
      const step = await takeStage({ walk, stage, context, previous: state, base, signal }).catch((reason: unknown) => {
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
