import { removeLeftover } from "../../build/leftover.ts";
import type { ImageId } from "../../engine/engine.ts";
import type { InternalStepRequest } from "./internal-step.ts";
import type { PushTarget } from "./push-target.ts";

/** Gives an image its names and pushes each, in order; those that were pushed stay when a later one fails. Error: `ENGINE.PUSH_FAILED`. */
export async function pushImage(request: InternalStepRequest, image: ImageId, target: PushTarget): Promise<void> {
  for (const tag of target.tags) await pushTag(request, image, `${target.repository}:${tag}`, target.credential);
}

/** The engine knows a name afterwards only when the registry does; until then it may be that of another image. */
async function pushTag(
  { context, onLines }: InternalStepRequest,
  image: ImageId,
  reference: string,
  credential: PushTarget["credential"],
): Promise<void> {
  const { engine, claim, signal } = context.request;
  const before = (await engine.images.inspect(reference))?.id;
  const push = async (): Promise<void> => {
    const digest = await engine.images.push(reference, () => {}, signal, credential);
    onLines([`Pushed ${reference} (${digest})`]);
  };
  if (before === image) return push();
  const leftover = { kind: "image", reference, id: image, ...(before === undefined ? {} : { before }) } as const;
  const release = await claim(leftover);
  try {
    await engine.images.tag(image, reference);
    await push();
  } catch (error) {
    await removeLeftover(engine, leftover).catch(() => {});
    throw error;
  } finally {
    await release();
  }
}
