import type { Engine, ImageId, SecretFile } from "../engine/engine.ts";
import type { BaseSource } from "../report/events.ts";
import type { WholeImageStage } from "../stages/stage.ts";
import type { StageBuilding } from "./build-stage.ts";
import { createMask } from "./mask-secrets.ts";
import { readSecret } from "./read-secret.ts";
import type { StageRequest } from "./walk-image.ts";

/** Has a stage make its image by itself; the image carries the labels from the beginning, so that a dead run's is found. */
export async function buildWholeImage(
  { engine, secrets: places, onEvent, signal }: StageBuilding,
  { context, stage: { name } }: StageRequest,
  stage: WholeImageStage,
  imageLabels: Readonly<Record<string, string>>,
): Promise<{ readonly imageId: ImageId; readonly base: BaseSource }> {
  const image = context.image.name;
  const secrets = await Promise.all(context.image.secrets.map((node) => readSecret(node, places)));
  let isPulled = false;
  const imageId = await stage.make({
    ...context,
    engine: maskBuilds(engine, secrets),
    secrets: new Map(secrets.map(({ id, content }) => [id, content])),
    imageLabels,
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
