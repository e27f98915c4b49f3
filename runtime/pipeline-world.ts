import { createHash } from "node:crypto";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import type { Work } from "./build-images.ts";
import { createDockerBoxes } from "./engine/docker/create-docker-boxes.ts";
import { describeHead } from "./git/describe-head.ts";
import type { PipelineRequest } from "./pipeline/pipeline-request.ts";
import { cacheDir } from "./util/cache-dir.ts";

/** The world as pipelines see it; `imageReference` knows the images that were built for them. */
export function pipelineWorld(
  { session: { loaded }, options, engine, beginRun, claim, onEvent, signal }: Work,
  imageReference: PipelineRequest["imageReference"],
): PipelineRequest {
  const { environment, pipeline = {}, terminal, onInterrupt, caughtUp = () => undefined } = options;
  const { file, graph } = loaded;
  const folder = dirname(file);
  return {
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
    imageReference,
    beginRun,
    claim,
    options: pipeline,
    ...(terminal === undefined ? {} : { terminal }),
    ...(onInterrupt === undefined ? {} : { onInterrupt }),
    onEvent,
    caughtUp,
    signal,
  };
}

/** Two checkouts of one project have a cache each. */
function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
