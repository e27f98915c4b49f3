import type { ImageNode } from "../../sdk/model/image-node.ts";

/** Mappings of the project's own repository come before those of others (spec §2.1): digests depend on the order. */
export function orderMappings(image: ImageNode): ImageNode {
  if (image.git.every((mapping) => mapping.remote === undefined)) return image;
  const isOwn = (mapping: ImageNode["git"][number]): boolean => mapping.remote === undefined;
  return { ...image, git: [...image.git.filter(isOwn), ...image.git.filter((mapping) => !isOwn(mapping))] };
}
