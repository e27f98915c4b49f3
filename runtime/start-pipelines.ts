import { createHash } from "node:crypto";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import type { Work } from "./build-images.ts";
import { createDockerBoxes } from "./engine/docker/create-docker-boxes.ts";
import { describeHead } from "./git/describe-head.ts";
import { runPipelines } from "./pipeline/run-pipelines.ts";
import type { RunReport } from "./report/events.ts";
import { cacheDir } from "./util/cache-dir.ts";

/** Runs pipelines on the images that were built for them. Imported only when one is asked for: building does not pay for it. */
export async function startPipelines(
  { session: { loaded }, options, engine, beginRun, onEvent, signal }: Work,
  targets: readonly string[],
  built: RunReport,
): Promise<RunReport> {
  const startedMs = performance.now();
  const { environment, pipeline = {}, terminal, onInterrupt } = options;
  const { file, graph } = loaded;
  const folder = dirname(file);
  const { pipelines, error } = await runPipelines(
    {
      engine,
      boxes: createDockerBoxes({
        environment,
        images: engine.images,
        onNote: (text) => onEvent({ kind: "note", text }),
      }),
      folder,
      project: graph.project.name,
      environment,
      user: userInfo().username,
      gitFacts: () => describeHead(folder, { ...environment }),
      cacheFolder: join(cacheDir(environment), "pipelines", `${graph.project.name}-${hashOf(folder)}`),
      imageReference: (name) => built.images.find((image) => image.name === name)?.reference,
      beginRun,
      options: pipeline,
      ...(terminal === undefined ? {} : { terminal }),
      ...(onInterrupt === undefined ? {} : { onInterrupt }),
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
