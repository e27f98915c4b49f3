import type { ImageAuthorship, ImageConfig, ImageId } from "../engine.ts";
import { runLabel } from "../run-label.ts";
import type { DockerClient } from "./client.ts";
import { writeConfig } from "./image-config.ts";
import { describeImage, loadImage } from "./load-image.ts";

/**
 * Makes an image of a container. The engine merges the container's own config, which it has from the image before, into
 * the one given: it can add to a config but never take away. Where something must go, the config is replaced afterwards.
 */
export async function commitExactly(
  client: DockerClient,
  containerId: string,
  merged: ImageConfig,
  wanted: ImageConfig,
  about: ImageAuthorship = {},
): Promise<ImageId> {
  const image = await commit(client, containerId, wanted);
  const isAboutMore = Object.keys(about).length > 0;
  if (!isAboutMore && !keepsTooMuch(merged, wanted)) return image;
  const runId = merged.labels[runLabel];
  const labels = runId === undefined ? wanted.labels : { [runLabel]: runId, ...wanted.labels };
  const replaced = await replaceConfig(client, image, { ...wanted, labels }, about);
  await client.find("removing an image", (docker) => docker.getImage(image).remove({ noprune: true }));
  return replaced;
}

async function commit(client: DockerClient, containerId: string, config: ImageConfig): Promise<ImageId> {
  const answer: unknown = await client.call("saving a container as an image", (docker) =>
    docker.getContainer(containerId).commit({
      _query: { container: containerId, pause: false, comment: "builder" },
      _body: writeConfig(config),
    }),
  );
  return idOf(answer);
}

/** Whether merging leaves something in the image's config that is not wanted there. */
function keepsTooMuch(merged: ImageConfig, wanted: ImageConfig): boolean {
  const lacks = (from: object, names: readonly string[]): boolean => names.some((name) => !Object.hasOwn(from, name));
  return (
    lacks(wanted.env, Object.keys(merged.env)) ||
    lacks({ ...wanted.labels, [runLabel]: "" }, Object.keys(merged.labels)) ||
    merged.volumes.some((volume) => !wanted.volumes.includes(volume)) ||
    merged.exposedPorts.some((port) => !wanted.exposedPorts.includes(port)) ||
    (merged.user !== "" && wanted.user === "") ||
    (merged.workdir !== "" && wanted.workdir === "") ||
    (merged.stopSignal !== undefined && wanted.stopSignal === undefined) ||
    (merged.healthcheck !== undefined && wanted.healthcheck === undefined)
  );
}

/** A config without a new layer. */
export async function replaceConfig(
  client: DockerClient,
  image: ImageId,
  config: ImageConfig,
  about: ImageAuthorship,
): Promise<ImageId> {
  return loadImage(client, await describeImage(client, image), config, about);
}

export function idOf(answer: unknown): ImageId {
  if (typeof answer === "object" && answer !== null && "Id" in answer && typeof answer.Id === "string")
    return answer.Id;
  throw new Error(`the engine answered ${JSON.stringify(answer)} where an id was expected`);
}
