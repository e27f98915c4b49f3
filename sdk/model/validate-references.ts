import type { Diagnostic } from "../errors/builder-error.ts";
import { mostSimilar } from "../errors/most-similar.ts";
import type { AnyImageNode } from "./any-image-node.ts";
import { type NeededImage, neededImages } from "./needed-images.ts";

/** Whether the images that others need exist, and whether following them comes to an end. */
export function validateReferences(images: readonly AnyImageNode[]): readonly Diagnostic[] {
  const byName = new Map(images.map((image) => [image.name, image]));
  return [...unknownImages(images, byName), ...cycles(images, byName)];
}

type ByName = ReadonlyMap<string, AnyImageNode>;

const verbs = { from: "starts from", import: "imports from", dependency: "depends on" } as const;

function unknownImages(images: readonly AnyImageNode[], byName: ByName): readonly Diagnostic[] {
  return images.flatMap((image) =>
    neededImages(image)
      .filter((needed) => !byName.has(needed.image))
      .map((needed) => {
        const similar = mostSimilar(needed.image, byName.keys());
        return {
          code: needed.by === "from" ? "GRAPH.UNKNOWN_BASE" : "GRAPH.UNKNOWN_IMAGE",
          message: `"${image.name}" ${verbs[needed.by]} the image "${needed.image}", which does not exist`,
          ...(similar === undefined ? {} : { next: [`Did you mean "${similar}"?`] }),
          where: needed.where,
        };
      }),
  );
}

/** An image on the way down, and how it was got there. */
interface Step {
  readonly image: AnyImageNode;
  /** Leads to the image of the next step. */
  readonly needs: NeededImage;
}

/** One finding for each way that closes a circle, however many images lead into it. */
function cycles(images: readonly AnyImageNode[], byName: ByName): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const done = new Set<string>();
  const follow = (image: AnyImageNode, path: readonly Step[]): void => {
    const start = path.findIndex((step) => step.image.name === image.name);
    if (start >= 0) found.push(cycle(path.slice(start)));
    if (start >= 0 || done.has(image.name)) return;
    for (const needs of neededImages(image)) {
      const next = byName.get(needs.image);
      if (next !== undefined) follow(next, [...path, { image, needs }]);
    }
    done.add(image.name);
  };
  for (const image of images) follow(image, []);
  return found;
}

function cycle(steps: readonly Step[]): Diagnostic {
  const names = [...steps, ...steps.slice(0, 1)].map((step) => step.image.name);
  const onlyBases = steps.every(({ needs }) => needs.by === "from");
  return {
    code: "GRAPH.CYCLE",
    message: `Images ${onlyBases ? "start from" : "need"} each other: ${names.join(" -> ")}`,
    next: [
      onlyBases
        ? "Let one of them start from an image of a registry."
        : "Put what they share into an image of its own, which needs none of them.",
    ],
    where: steps.flatMap(({ needs }) => needs.where),
  };
}
