import { Bug } from "../../sdk/errors/bug.ts";
import { group, leaf, type Part, shownLeaf } from "../plan/part.ts";
import { projectLabels } from "./commit-labels.ts";
import type { Stage, StageContext } from "./stage.ts";

/** The image that everything starts from; nothing runs in it. */
export function createFromStage(): Stage {
  return {
    name: "from",
    isEmpty: async () => false,
    parts: async (context) => group("from", [...cacheVersion(context), basePart(context)]),
    isSuitable: async () => true,
    commits: () => undefined,
    labels: async (context) => projectLabels(context),
    build: async ({ config }) => config,
  };
}

function cacheVersion({ image }: StageContext): readonly Part[] {
  return image.fromCacheVersion ? [shownLeaf("cache version", image.fromCacheVersion)] : [];
}

/** The text of the reference, never what the registry has under it: a plan needs no registry (spec §1.6). */
function basePart({ image, baseContentDigest }: StageContext): Part {
  switch (image.base.kind) {
    case "reference":
      return shownLeaf("base image", image.base.reference);
    case "scratch":
      return shownLeaf("scratch", "scratch");
    case "image":
      if (baseContentDigest === undefined) throw new Bug(`${image.name} is planned before what it starts from`);
      return leaf("base image of this project", baseContentDigest);
  }
}
