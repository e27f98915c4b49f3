import type { ImageId } from "../../engine.ts";
import type { DockerClient } from "../client.ts";

/**
 * The old builder keeps an image for every step. Those that the result is not made of would stay without a name: they are
 * removed, the last one first; what the result needs the engine does not remove.
 */
export async function removeLeftovers(
  client: DockerClient,
  made: readonly string[],
  result: ImageId | undefined,
): Promise<void> {
  const isResult = (id: string): boolean => result?.startsWith(`sha256:${id}`) ?? false;
  for (const id of made.toReversed()) {
    if (isResult(id)) continue;
    await client.find("removing an image", (docker) => docker.getImage(id).remove({ noprune: true })).catch(() => {});
  }
}
