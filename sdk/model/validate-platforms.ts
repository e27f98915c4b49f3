import type { Diagnostic } from "../errors/builder-error.ts";
import type { AnyImageNode } from "./any-image-node.ts";
import { neededImages } from "./needed-images.ts";

/** A base brings its programs along: what starts from it is for the same platform. */
export function validatePlatforms(images: readonly AnyImageNode[]): readonly Diagnostic[] {
  const byName = new Map(images.map((image) => [image.name, image]));
  return images.flatMap((image) =>
    neededImages(image).flatMap(({ by, image: name, where }) => {
      const base = byName.get(name);
      if (by !== "from" || base === undefined || base.platform === image.platform) return [];
      return [
        {
          code: "GRAPH.PLATFORM",
          message: `"${image.name}" is for ${nameOf(image)} and starts from "${name}", which is for ${nameOf(base)}`,
          next: ["Give both the same platform."],
          where,
        },
      ];
    }),
  );
}

function nameOf({ platform }: AnyImageNode): string {
  return platform ?? "the platform of the run";
}
