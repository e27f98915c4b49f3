import type { ImageNode } from "../../sdk/model/image-node.ts";
import { cycle, unknownBase } from "./errors.ts";
import { selectImages } from "./select-images.ts";

/**
 * The images that are to be built, in sets: an image is in the first set after those that hold what it needs; inside a set in
 * the order of definition (spec §8). Images that a target needs are built with it, whether final or not. No target: all final
 * images. Errors: `GRAPH.CYCLE`, `GRAPH.UNKNOWN_IMAGE`, `USAGE.UNKNOWN_TARGET`, `USAGE.INVALID_TARGET`.
 */
export function orderImages(
  images: readonly ImageNode[],
  targets: readonly string[],
): readonly (readonly ImageNode[])[] {
  const byName = new Map(images.map((image) => [image.name, image]));
  const depths = new Map<string, number>();
  // Everything is looked at, so that a cycle is an error also where no target leads to it.
  for (const image of images) depthOf(image, byName, depths, []);
  const needed = new Set<string>();
  for (const image of selectImages(images, targets)) addWithBases(image, byName, needed);
  const sets: ImageNode[][] = [];
  for (const image of images) {
    if (!needed.has(image.name)) continue;
    const depth = depths.get(image.name) ?? 0;
    sets[depth] ??= [];
    sets[depth].push(image);
  }
  return sets;
}

/** How many images of the graph must be there before this one. */
function depthOf(
  image: ImageNode,
  byName: ReadonlyMap<string, ImageNode>,
  depths: Map<string, number>,
  above: readonly ImageNode[],
): number {
  const known = depths.get(image.name);
  if (known !== undefined) return known;
  const start = above.indexOf(image);
  if (start >= 0) throw cycle(above.slice(start));
  const base = baseOf(image, byName);
  const depth = base === undefined ? 0 : depthOf(base, byName, depths, [...above, image]) + 1;
  depths.set(image.name, depth);
  return depth;
}

function addWithBases(image: ImageNode, byName: ReadonlyMap<string, ImageNode>, needed: Set<string>): void {
  if (needed.has(image.name)) return;
  needed.add(image.name);
  const base = baseOf(image, byName);
  if (base !== undefined) addWithBases(base, byName, needed);
}

function baseOf(image: ImageNode, byName: ReadonlyMap<string, ImageNode>): ImageNode | undefined {
  if (image.base.kind !== "image") return undefined;
  const base = byName.get(image.base.image);
  if (base === undefined) throw unknownBase(image, image.base.image);
  return base;
}
