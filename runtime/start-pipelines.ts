import { Bug } from "../sdk/errors/bug.ts";
import type { Work } from "./build-images.ts";
import type { Terminal } from "./engine/engine.ts";
import { runPipelines } from "./pipeline/run-pipelines.ts";
import { shellIntoBox } from "./pipeline/shell-into-box.ts";
import { pipelineWorld } from "./pipeline-world.ts";
import type { RunReport } from "./report/events.ts";

/** Runs pipelines on the images that were built for them. Imported only when one is asked for: building does not pay for it. */
export async function startPipelines(work: Work, targets: readonly string[], built: RunReport): Promise<RunReport> {
  const startedMs = performance.now();
  const world = pipelineWorld(work, (name) => built.images.find((image) => image.name === name)?.reference);
  const { pipelines, error } = await runPipelines(world, work.session.loaded.graph, targets);
  const durationMs = Math.round(built.durationMs + performance.now() - startedMs);
  return { ...built, ok: error === undefined, pipelines, durationMs, ...(error === undefined ? {} : { error }) };
}

/** Opens a shell in the box of a pipeline; resolves with its exit code. */
export async function enterPipeline(work: Work, name: string, terminal: Terminal): Promise<number> {
  const pipeline = work.session.loaded.graph.pipelines.find((each) => each.name === name);
  if (pipeline === undefined) throw new Bug(`there is no pipeline ${name}`);
  return shellIntoBox(
    pipelineWorld(work, () => undefined),
    pipeline,
    terminal,
  );
}
