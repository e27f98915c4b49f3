import { Bug } from "../../sdk/errors/bug.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { ImportNode } from "../../sdk/model/import-node.ts";
import type { StoredStage } from "../storage/storage.ts";
import type { NeededStage, StageContext } from "./stage.ts";

/** The result of an image that this one needs. */
export function lastStageOf(
  { image, needed }: Pick<StageContext<AnyImageNode>, "image" | "needed">,
  name: string,
): NeededStage {
  const last = needed.get(name)?.stages.at(-1);
  if (last === undefined) throw new Bug(`${image.name} is planned before ${name}, which it needs`);
  return last;
}

/** The stage that an import takes its files from. One that the other image does not have: its last one, as werf does. */
export function sourceStageOf(context: StageContext, node: ImportNode, name: string): NeededStage {
  const named = context.needed.get(name)?.stages.find((stage) => stage.name === node.stage);
  return named ?? lastStageOf(context, name);
}

/** `DIGEST-TIMESTAMP`. */
export function stageIdOf({ digest, timestampMs }: StoredStage): string {
  return `${digest}-${timestampMs}`;
}
