import type { BaseNode, ImageNode } from "../../sdk/model/image-node.ts";
import type { Engine, InspectedImage, TransferProgress } from "../engine/engine.ts";
import { wrongPlatform } from "./errors.ts";

/** A base, and whether the engine had it. */
export interface ResolvedBase {
  readonly image: InspectedImage;
  readonly isPulled: boolean;
}

/**
 * The image behind a base's reference: the engine's own, or else pulled from its registry. The engine's own is not good enough where
 * it is for another platform, and where the newest one is asked for. Errors: `ENGINE.WRONG_PLATFORM`.
 */
export async function resolveBaseImage(
  engine: Engine,
  { platform }: ImageNode,
  base: Extract<BaseNode, { kind: "reference" }>,
  latestId: string | undefined,
  onProgress: (progress: TransferProgress) => void,
  signal: AbortSignal,
): Promise<ResolvedBase> {
  const suits = (image: InspectedImage): boolean => platform === undefined || image.platform === platform;
  const own = await engine.images.inspect(base.reference);
  const found = latestId === undefined || own?.id === latestId ? own : undefined;
  if (found !== undefined && suits(found)) return { image: found, isPulled: false };
  if (found !== undefined && platform !== undefined) {
    const pulled = await engine.images.pull(base.reference, onProgress, signal, { platform }).catch(() => found);
    if (suits(pulled)) return { image: pulled, isPulled: true };
    throw wrongPlatform(base, pulled.platform, platform);
  }
  const pulled = await engine.images.pull(base.reference, onProgress, signal, { platform });
  if (!suits(pulled)) throw wrongPlatform(base, pulled.platform, platform ?? "");
  return { image: pulled, isPulled: true };
}
