import { Bug } from "../../sdk/errors/bug.ts";
import type { Engine, ListedImage } from "../engine/engine.ts";
import { formatStageReference, parseStageReference } from "./stage-reference.ts";
import type { StageStorage, StoredStage } from "./storage.ts";

/** Stages as images of the engine, `PROJECT:DIGEST-TIMESTAMP` with the label `werf=PROJECT`. */
export function createEngineLocalStorage({
  engine,
  project,
}: {
  readonly engine: Engine;
  readonly project: string;
}): StageStorage {
  /** The listing tells everything: nothing is asked twice. */
  const listed = new Map<string, StoredStage>();
  const referenceOf: StageStorage["referenceOf"] = (stage) => formatStageReference({ name: project, ...stage });
  return {
    address: `:local/${project}`,
    referenceOf,
    async list() {
      const images = await engine.images.list({ label: `werf=${project}` });
      const stages = images.flatMap((image) => stagesOf(image, project)).sort(byAge);
      for (const stage of stages) listed.set(stage.reference, stage);
      return stages;
    },
    read: async ({ reference }) => listed.get(reference),
    isThere: async () => true,
    async save({ imageId, digest, timestampMs }) {
      const reference = referenceOf({ digest, timestampMs });
      await engine.images.tag(imageId, reference);
      const saved = await engine.images.inspect(imageId);
      if (saved === undefined)
        throw new Bug(`the engine has no image ${imageId}, which it has just named ${reference}`);
      return { digest, timestampMs, reference, imageId, labels: saved.config.labels, sizeBytes: saved.sizeBytes };
    },
    fetch: (stage) => engine.images.inspect(stage.imageId),
    keep: async (stage) => stage,
    reject: (stage) => engine.images.remove(stage.reference),
  };
}

/** One image may be several stages: a stage that changed nothing has the same content under another digest. */
function stagesOf(image: ListedImage, project: string): readonly StoredStage[] {
  return image.references.flatMap((reference) => {
    const parsed = parseStageReference(reference);
    if (parsed?.name !== project) return [];
    const { digest, timestampMs } = parsed;
    return [{ digest, timestampMs, reference, imageId: image.id, labels: image.labels, sizeBytes: image.sizeBytes }];
  });
}

/** Equal ages in the order of their names, so that every process sees one order. */
function byAge(a: StoredStage, b: StoredStage): number {
  return a.timestampMs - b.timestampMs || (a.reference < b.reference ? -1 : 1);
}
