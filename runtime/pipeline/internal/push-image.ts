import type { ImageId } from "../../engine/engine.ts";
import type { InternalStepRequest } from "./internal-step.ts";
import type { PushTarget } from "./push-target.ts";

/** Gives an image its names and pushes each, in order; those that were pushed stay when a later one fails. Error: `ENGINE.PUSH_FAILED`. */
export async function pushImage(request: InternalStepRequest, image: ImageId, target: PushTarget): Promise<void> {
  const { context, onLines } = request;
  const { engine, signal } = context.request;
  for (const tag of target.tags) {
    const reference = `${target.repository}:${tag}`;
    await engine.images.tag(image, reference);
    const digest = await engine.images.push(reference, () => {}, signal, target.credential);
    onLines([`Pushed ${reference} (${digest})`]);
  }
}
