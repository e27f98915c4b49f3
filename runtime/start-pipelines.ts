import { createHash } from "node:crypto";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { createDockerBoxes } from "./engine/docker/create-docker-boxes.ts";
import type { Engine } from "./engine/engine.ts";
import { describeHead } from "./git/describe-head.ts";
import type { LoadedFile } from "./load/loaded-file.ts";
import type { PipelineOptions } from "./pipeline/pipeline-request.ts";
import { runPipelines } from "./pipeline/run-pipelines.ts";
import type { EventListener, RunReport } from "./report/events.ts";
import { cacheDir, type Environment } from "./util/cache-dir.ts";

interface StartRequest {
  readonly loaded: LoadedFile;
  readonly environment: Environment;
  readonly engine: Engine;
  readonly pipeline: PipelineOptions;
  readonly beginRun: () => Promise<string>;
  readonly onEvent: EventListener;
  readonly signal: AbortSignal;
}

/** Runs pipelines on the images that were built for them. Imported only when one is asked for: building does not pay for it. */
export async function startPipelines(
  { loaded, environment, engine, pipeline, beginRun, onEvent, signal }: StartRequest,
  targets: readonly string[],
  built: RunReport,
): Promise<RunReport> {
  const startedMs = performance.now();
  const { file, graph } = loaded;
  const folder = dirname(file);
  const { pipelines, error } = await runPipelines(
    {
      engine,
      boxes: createDockerBoxes({ environment, images: engine.images }),
      folder,
      project: graph.project.name,
      environment,
      user: userInfo().username,
      gitFacts: () => describeHead(folder, { ...environment }),
      cacheFolder: join(cacheDir(environment), "pipelines", `${graph.project.name}-${hashOf(folder)}`),
      imageReference: (name) => built.images.find((image) => image.name === name)?.reference,
      beginRun,
      options: pipeline,
      onEvent,
      signal,
    },
    graph,
    targets,
  );
  const durationMs = Math.round(built.durationMs + performance.now() - startedMs);
  return { ...built, ok: error === undefined, pipelines, durationMs, ...(error === undefined ? {} : { error }) };
}

/** Two checkouts of one project have a cache each. */
function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
