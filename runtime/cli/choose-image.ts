import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import { notBuilt } from "../build/errors.ts";
import type { Builder } from "../builder.ts";
import { unknownTarget } from "../plan/errors.ts";
import { nearestName } from "../plan/nearest-name.ts";
import type { ImageResult } from "../report/events.ts";
import { manyImages } from "./errors.ts";

/** The one image that a command is about: the one that is named, or the only final one. Errors: `USAGE.*`. */
export function chooseImage({ images }: BuildGraph, targets: readonly string[]): string {
  const names = images.map(({ name }) => name);
  const [name, ...others] = targets;
  if (name !== undefined && others.length === 0) {
    if (!names.includes(name)) throw unknownTarget(name, names, nearestName(name, names));
    return name;
  }
  const finals = images.filter((image) => image.final).map((image) => image.name);
  const [only] = finals;
  if (only === undefined || finals.length > 1 || others.length > 0)
    throw manyImages(others.length > 0 ? targets : finals);
  return only;
}

/** What the storage has of it; nothing is built. Errors: `BUILD.NOT_BUILT`, and those of a plan. */
export async function findBuiltImage(builder: Builder, targets: readonly string[]): Promise<ImageResult> {
  const { graph } = await builder.load();
  const name = chooseImage(graph, targets);
  const { images } = await builder.plan([name]);
  const image = images.find((each) => each.name === name);
  if (image?.reference === undefined) throw notBuilt(name);
  return image;
}
