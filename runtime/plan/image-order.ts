import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import { neededImages } from "../../sdk/model/needed-images.ts";
import { cycle, unknownImage } from "./errors.ts";
import { selectImages } from "./select-images.ts";

type ByName = ReadonlyMap<string, AnyImageNode>;

/**
 * The images that are to be built, in sets: an image is in the first set after those that hold what it needs; inside a set in
 * the order of definition (spec §8). Images that a target needs are built with it, whether final or not. No target: all final
 * images. Errors: `GRAPH.CYCLE`, `GRAPH.UNKNOWN_IMAGE`, `USAGE.UNKNOWN_TARGET`, `USAGE.INVALID_TARGET`.
 */
export function orderImages(
  images: readonly AnyImageNode[],
  targets: readonly string[],
): readonly (readonly AnyImageNode[])[] {
  const byName = new Map(images.map((image) => [image.name, image]));
  const depths = new Map<string, number>();
  // Everything is looked at, so that a cycle is an error also where no target leads to it.
  for (const image of images) depthOf(image, byName, depths, []);
  const needed = new Set<string>();
  for (const image of selectImages(images, targets)) addWithNeeded(image, byName, needed);
  const sets: AnyImageNode[][] = [];
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
  image: AnyImageNode,
  byName: ByName,
  depths: Map<string, number>,
  above: readonly AnyImageNode[],
): number {
  const known = depths.get(image.name);
  if (known !== undefined) return known;
  const start = above.indexOf(image);
  if (start >= 0) throw cycle(above.slice(start));
  const below = neededBy(image, byName).map((needed) => depthOf(needed, byName, depths, [...above, image]));
  const depth = Math.max(-1, ...below) + 1;
  depths.set(image.name, depth);
  return depth;
}

function addWithNeeded(image: AnyImageNode, byName: ByName, needed: Set<string>): void {
  if (needed.has(image.name)) return;
  needed.add(image.name);
  for (const below of neededBy(image, byName)) addWithNeeded(below, byName, needed);
}

function neededBy(image: AnyImageNode, byName: ByName): readonly AnyImageNode[] {
  return neededImages(image).map((needed) => {
    const found = byName.get(needed.image);
    if (found === undefined) throw unknownImage(image, needed);
    return found;
  });
}
