import { join } from "node:path";
import type { BuilderError } from "../../sdk/errors/builder-error.ts";
import type { PipelineNode } from "../../sdk/model/pipeline-node.ts";
import type { StepNode } from "../../sdk/model/step-node.ts";
import type { Box } from "../engine/boxes.ts";
import type { PipelineResult, StepResult } from "../report/events.ts";
import { prepareAttachment } from "./box/attach-on-error.ts";
import { createCacheStore } from "./box/cache-store.ts";
import { openStepShell } from "./box/open-step-shell.ts";
import { prepareBox, staleSource } from "./box/prepare-box.ts";
import { saveFolder, saveOutput } from "./box/save-output.ts";
import { withBox } from "./box/with-box.ts";
import { withServices } from "./box/with-services.ts";
import { keepCheckpoint } from "./checkpoints.ts";
import { chosenSteps } from "./chosen-steps.ts";
import { outputTooLarge } from "./errors.ts";
import { createPipelineContext, type PipelineContext } from "./pipeline-context.ts";
import type { PipelineRequest } from "./pipeline-request.ts";
import { runStep, type StepEnd, type StepRun } from "./run-step.ts";
import { type ResolvedStep, resolveStep } from "./steps/resolve-step.ts";
import { reportPaths } from "./steps/step-exports.ts";

/** What became of a pipeline; `error` says why it failed. */
export interface PipelineEnd {
  readonly result: PipelineResult;
  readonly error?: BuilderError & { readonly step?: string };
  readonly failedStep?: string;
}

/** What differs from run to run of one pipeline. */
export interface PipelineRunOptions {
  /** The project, or the output of another pipeline. */
  readonly sourceFolder: string;
  /** Its name in the workflow, where it is part of one. */
  readonly run?: string;
  /** Absolute path of the folder for its output; absent: nobody asked for it. */
  readonly artifacts?: string;
}

/**
 * Runs a pipeline: secrets and steps are looked up → services → box with the source → steps, up to the first that fails → output →
 * after-steps → cache. All that was started is removed, whatever happens. A step that fails is a result; what keeps the pipeline from
 * running at all throws.
 */
export async function runPipeline(
  request: PipelineRequest,
  pipeline: PipelineNode,
  options: PipelineRunOptions,
): Promise<PipelineEnd> {
  const startedMs = performance.now();
  const context = await createPipelineContext(request, pipeline, options.sourceFolder);
  const steps = await resolveAll(context, chosenSteps(pipeline, request.options));
  const afterSteps = await resolveAll(context, pipeline.afterSteps);
  context.emit({ kind: "pipeline-started", pipeline: pipeline.name, steps: steps.map(({ node }) => node.name) });
  const work = await inBox(context, [...steps, ...afterSteps], async (box, network) => {
    const stack: (() => Promise<void>)[] = [];
    try {
      return await runSteps({ context, box, network, stack, containers: new Map(), steps, afterSteps, options });
    } finally {
      for (const cleanUp of stack.reverse()) await cleanUp().catch(() => {});
    }
  });
  const result: PipelineResult = {
    name: pipeline.name,
    ...(options.run === undefined ? {} : { run: options.run }),
    ok: work.error === undefined,
    steps: work.results,
    ...(work.error === undefined && options.artifacts !== undefined ? { artifacts: options.artifacts } : {}),
    durationMs: performance.now() - startedMs,
  };
  context.emit({ kind: "pipeline-finished", pipeline: pipeline.name, result });
  const failed = work.results.find(({ ok, phase }) => !ok && phase === "steps");
  return {
    result,
    ...(work.error === undefined ? {} : { error: work.error }),
    ...(failed === undefined ? {} : { failedStep: failed.name }),
  };
}

async function resolveAll(context: PipelineContext, nodes: readonly StepNode[]): Promise<readonly ResolvedStep[]> {
  return Promise.all(nodes.map((node) => resolveStep(node, context.request)));
}

/** A network is made only where somebody is to be reached on it: it costs more than most steps. */
async function inBox<T>(
  context: PipelineContext,
  steps: readonly ResolvedStep[],
  use: (box: Box, network: string | undefined) => Promise<T>,
): Promise<T> {
  const { pipeline, request } = context;
  const startsContainers = steps.some((step) => step.kind === "internal" && step.node.step === "docker-run");
  const isNeeded = pipeline.services.length > 0 || pipeline.docker || startsContainers;
  const run = (network: string | undefined): Promise<T> =>
    withServices(context, network, (services) => withBox(context, { services, network }, (box) => use(box, network)));
  if (!isNeeded) return run(undefined);
  const name = `w-${context.runId.slice(0, 12)}`;
  return request.boxes.withNetwork({ runId: context.ownerId, name }, () => run(name));
}

interface Work {
  readonly context: PipelineContext;
  readonly box: Box;
  readonly network: string | undefined;
  readonly stack: (() => Promise<void>)[];
  readonly containers: StepRun["containers"];
  readonly steps: readonly ResolvedStep[];
  readonly afterSteps: readonly ResolvedStep[];
  readonly options: PipelineRunOptions;
}

interface WorkEnd {
  readonly results: readonly StepResult[];
  readonly error?: BuilderError;
}

async function runSteps(work: Work): Promise<WorkEnd> {
  const { context, box, options } = work;
  const cache = createCacheStore(join(context.request.cacheFolder, "cache.tar"));
  const session = await openStepShell(context, box, {
    stale: await staleSource(context, box),
    prepare: async () => {
      await prepareBox(context, box, [...work.steps, ...work.afterSteps]);
      await cache.restore(box);
    },
  });
  const attachment = await prepareAttachment(context, box, session);
  const beforeStep = attachment === undefined ? {} : { beforeStep: attachment.remember };
  const main = await runInOrder({ ...stepRun(work, "steps"), session, ...beforeStep }, work.steps);
  const failed = main.results.find(({ ok }) => !ok);
  if (failed !== undefined) await attachment?.open(failed.name);
  const storing = main.error === undefined ? await storeOutput(work) : undefined;
  const error = main.error ?? storing;
  const after = await runAfterSteps(work, { ...main, ...(error === undefined ? {} : { error }) });
  session.close();
  if (options.artifacts !== undefined) await storeStepArtifacts(work, options.artifacts);
  const notKept = await cache.save(box);
  if (notKept !== undefined) warn(context, `Unable to store cache: ${notKept}`);
  return { results: [...main.results, ...after], ...(error === undefined ? {} : { error }) };
}

function stepRun(
  { context, box, network, stack, containers }: Work,
  phase: StepRun["phase"],
): Omit<StepRun, "session"> {
  const defer = (cleanUp: () => Promise<void>): void => void stack.push(cleanUp);
  return { context, box, phase, defer, containers, ...(network === undefined ? {} : { network }) };
}

interface StepsEnd {
  readonly results: readonly StepResult[];
  readonly error?: BuilderError;
}

async function runInOrder(run: StepRun, steps: readonly ResolvedStep[]): Promise<StepsEnd> {
  const results: StepResult[] = [];
  for (const step of steps) {
    await run.beforeStep?.();
    const { result, error }: StepEnd = await runStep(run, step);
    results.push(result);
    if (error !== undefined) return { results, error };
    if (step.node.checkpoint !== undefined) await keepCheckpoint(run.context, run.box, step.node.checkpoint);
  }
  return { results };
}

/** Their shell is a new one, their files are the same; what earlier steps have exported is told to it where it could be asked. */
async function runAfterSteps(work: Work, main: StepsEnd): Promise<readonly StepResult[]> {
  const { context, box, afterSteps } = work;
  if (afterSteps.length === 0) return [];
  const failed = main.results.find(({ ok }) => !ok);
  context.variables.set("WERCKER_RESULT", main.error === undefined ? "passed" : "failed", { literal: true });
  if (main.error !== undefined) {
    const message = failed?.message ?? main.error.message;
    context.variables.set("WERCKER_FAILED_STEP_DISPLAY_NAME", failed?.name ?? "store", { literal: true });
    context.variables.set("WERCKER_FAILED_STEP_MESSAGE", message, { literal: true });
  }
  await box.kill();
  const session = await openStepShell(context, box);
  const { results } = await runInOrder({ ...stepRun(work, "after-steps"), session }, afterSteps);
  session.close();
  return results;
}

async function storeOutput({ context, box, options }: Work): Promise<BuilderError | undefined> {
  const { pipeline } = context;
  if (options.artifacts === undefined) return undefined;
  try {
    const found = await saveOutput(box, pipeline, join(options.artifacts, "output"));
    if (!found) warn(context, "No artifacts found");
    return undefined;
  } catch (error) {
    const tooLarge = outputTooLarge(pipeline, 0);
    if (error instanceof Error && "code" in error && error.code === tooLarge.code)
      return outputTooLarge(pipeline, 5000 * 1_048_576);
    throw error;
  }
}

/** What steps have put into `$WERCKER_REPORT_ARTIFACTS_DIR`; most have put nothing there. */
async function storeStepArtifacts({ context, box, steps, afterSteps }: Work, folder: string): Promise<void> {
  const { holdsFile } = await import("./box/save-output.ts");
  for (const step of [...steps, ...afterSteps]) {
    if (step.kind !== "shell") continue;
    const { artifacts } = reportPaths(step.id);
    if (!(await holdsFile(box, artifacts))) continue;
    const name = step.node.name.replace(/[^A-Za-z0-9_.-]+/g, "-");
    await saveFolder(box, artifacts, join(folder, name), () => outputTooLarge(context.pipeline, 5000 * 1_048_576));
  }
}

function warn({ emit, pipeline }: PipelineContext, message: string): void {
  emit({ kind: "warning", diagnostic: { code: "PIPELINE.NOTE", message: `${pipeline.name}: ${message}` } });
}
