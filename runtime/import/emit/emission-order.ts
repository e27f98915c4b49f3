import type { AnyImageNode } from "../../../sdk/model/any-image-node.ts";
import { neededImageNames } from "../../../sdk/model/needed-images.ts";

/** Images in their own order, except that what another image needs comes before it: a constant must exist when it is used. */
export function emissionOrder(images: readonly AnyImageNode[]): readonly AnyImageNode[] {
  const byName = new Map(images.map((image) => [image.name, image]));
  const ordered = new Set<AnyImageNode>();
  const place = (image: AnyImageNode): void => {
    if (ordered.has(image)) return;
    for (const name of neededImageNames(image)) {
      const needed = byName.get(name);
      if (needed !== undefined) place(needed);
    }
    ordered.add(image);
  };
  for (const image of images) place(image);
  return [...ordered];
}
