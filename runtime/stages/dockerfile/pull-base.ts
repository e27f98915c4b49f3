import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import type { InspectedImage } from "../../engine/engine.ts";
import type { WholeImageContext } from "../stage.ts";
import { wrongImagePlatform } from "./errors.ts";

/**
 * An image from elsewhere: the engine's own, or else pulled. Errors: `ENGINE.WRONG_PLATFORM`, and those of pulling.
 *
 * @param wanted the platform that it must be for
 */
export async function pullBase(
  { engine, image, onPull, signal }: WholeImageContext<DockerfileNode>,
  reference: string,
  wanted: string | undefined,
): Promise<InspectedImage> {
  const suits = (found: InspectedImage): boolean => wanted === undefined || found.platform === wanted;
  const own = await engine.images.inspect(reference);
  if (own !== undefined && suits(own)) return own;
  const pulling = engine.images.pull(reference, onPull, signal, wanted === undefined ? {} : { platform: wanted });
  const pulled = await (own === undefined ? pulling : pulling.catch(() => own));
  if (!suits(pulled)) throw wrongImagePlatform(image, reference, pulled.platform);
  return pulled;
}
