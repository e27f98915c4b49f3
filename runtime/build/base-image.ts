import type { BaseNode } from "../../sdk/model/image-node.ts";
import type { Engine, InspectedImage, TransferProgress } from "../engine/engine.ts";

/** The image behind a reference: the engine's own, or else pulled from its registry. */
export async function resolveBaseImage(
  engine: Engine,
  base: Extract<BaseNode, { kind: "reference" }>,
  onProgress: (progress: TransferProgress) => void,
  signal: AbortSignal,
): Promise<InspectedImage> {
  return (
    (await engine.images.inspect(base.reference)) ?? (await engine.images.pull(base.reference, onProgress, signal))
  );
}
