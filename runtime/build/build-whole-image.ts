import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { Engine, ImageId, SecretFile, TransferProgress } from "../engine/engine.ts";
import { runNameOf } from "../engine/run-name.ts";
import type { BaseSource } from "../report/events.ts";
import type { WholeImageContext, WholeImageStage } from "../stages/stage.ts";
import { BrokenStage } from "./broken-stage.ts";
import type { StageBuilding } from "./build-stage.ts";
import { createMask } from "./mask-secrets.ts";
import { readSecret } from "./read-secret.ts";
import type { StageRequest } from "./walk.ts";

interface Making extends Pick<WholeImageContext<AnyImageNode>, "imageLabels" | "parent"> {
  readonly runId: string;
}

/** Has a stage make its image by itself; the image carries the labels from the beginning, so that a dead run's is found. */
export async function buildWholeImage(
  { engine, storage, discards, secrets: places, onEvent, signal }: StageBuilding,
  { context, stage: { name } }: StageRequest,
  stage: WholeImageStage,
  { runId, imageLabels, parent }: Making,
): Promise<{ readonly imageId: ImageId; readonly base: BaseSource }> {
  const image = context.image.name;
  const secrets = await Promise.all(context.image.secrets.map((node) => readSecret(node, places)));
  let isPulled = false;
  const imageId = await stage.make({
    ...context,
    engine: maskBuilds(engine, secrets),
    secrets: new Map(secrets.map(({ id, content }) => [id, content])),
    imageLabels,
    async nameFor(id) {
      const given = runNameOf(id, runId);
      await engine.images.tag(id, given);
      // Not at once: an image that is not saved yet would be gone with its only name.
      discards.add(given);
      return given;
    },
    ...(parent === undefined ? {} : { parent }),
    async fetch(stored) {
      const onProgress = (pull: TransferProgress): void => onEvent({ kind: "pull", image, ...pull });
      const fetched = await storage.fetch(stored, { onProgress, signal });
      if (fetched === undefined) throw new BrokenStage(stored);
      return fetched;
    },
    onLine: (stream, line) => onEvent({ kind: "stage-output", image, stage: name, stream, line }),
    onPull(pull) {
      isPulled = true;
      onEvent({ kind: "pull", image, ...pull });
    },
    signal,
  });
  return { imageId, base: { type: isPulled ? "registry" : "local", isPulled } };
}

/** The same engine, whose builds show `***` where they would show a secret. */
function maskBuilds(engine: Engine, secrets: readonly SecretFile[]): Pick<Engine, "images" | "buildDockerfile"> {
  const hide = createMask(secrets);
  return {
    images: engine.images,
    async buildDockerfile(build, onLine, signal) {
      const built = await engine.buildDockerfile(build, (stream, line) => onLine(stream, hide(line)), signal);
      return built.kind === "built" ? built : { ...built, message: hide(built.message) };
    },
  };
}
