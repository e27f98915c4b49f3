import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import { createDockerfileStage } from "../stages/dockerfile/dockerfile-stage.ts";
import { createImageSpecStage } from "../stages/image-spec-stage.ts";
import { stagesOf } from "../stages/image-stages.ts";
import type { AnyStage, StageContext } from "../stages/stage.ts";
import { latestUnknown } from "./errors.ts";
import { openRemotes } from "./open-remotes.ts";
import { StageFailure } from "./stage-failure.ts";
import { platformOf, type StageState, type Walk } from "./walk.ts";
import type { WalkedImage } from "./walked.ts";

/** What does not change from stage to stage. */
export interface ImageSurroundings {
  readonly base: StageState | undefined;
  readonly context: Omit<StageContext<AnyImageNode>, "previousLabels">;
}

export async function surroundingsOf(
  walk: Walk,
  image: AnyImageNode,
  needed: ReadonlyMap<string, WalkedImage>,
): Promise<ImageSurroundings> {
  const base = needed.get(ownBase(walk, image) ?? "")?.stages.at(-1);
  const remotes = await openRemotes(image, walk.remotes).catch((reason: unknown) => {
    throw new StageFailure(image.name, "gitArchive", reason);
  });
  const latestBaseId = await findLatestBase(walk, image).catch((reason: unknown) => {
    throw new StageFailure(image.name, "from", reason);
  });
  return {
    base,
    context: {
      image,
      profile: walk.profile,
      repository: walk.repository,
      remotes,
      baseContentDigest: base?.contentDigest,
      latestBaseId,
      needed,
      importChecksum: walk.importChecksum,
      triggersOf: (reference) => walk.baseTriggers(reference, platformOf(walk, image)),
      onWarning: (diagnostic) => walk.onEvent({ kind: "warning", diagnostic }),
    },
  };
}

/** The image of this graph that another one starts from. */
function ownBase({ staged }: Walk, image: AnyImageNode): string | undefined {
  if (image.kind === "dockerfile") return staged.get(image.name)?.base;
  return image.base.kind === "image" ? image.base.image : undefined;
}

/** Errors: `BUILD.NO_LATEST`. */
async function findLatestBase(walk: Walk, image: AnyImageNode): Promise<string | undefined> {
  if (image.kind !== "image" || image.base.kind !== "reference" || image.fromLatest !== true) return undefined;
  const { base } = image;
  const id = await walk.latestImageId(base.reference, platformOf(walk, image)).catch((cause: unknown) => {
    throw latestUnknown(base, cause);
  });
  if (id === undefined) throw latestUnknown(base);
  return id;
}

/** The stages of an image of any kind, in their order. */
export async function anyStagesOf(
  walk: Walk,
  { image, ...context }: StageContext<AnyImageNode>,
): Promise<readonly AnyStage[]> {
  if (image.kind === "image") return stagesOf(image, walk.profile);
  const surroundings = { ...walk, ...walk.dockerfiles, platform: platformOf(walk, image) };
  const spec = image.imageSpec === undefined ? [] : [createImageSpecStage()];
  const part = walk.staged.get(image.name);
  if (part === undefined) return [createDockerfileStage(surroundings), ...spec];
  const { createInstructionStages } = await import("../stages/dockerfile/instruction-stages.ts");
  const stages = createInstructionStages({ ...context, image }, surroundings, part).catch((reason: unknown) => {
    throw new StageFailure(image.name, "FROM", reason);
  });
  return [...(await stages), ...spec];
}
