import type { Engine, ImageId } from "../engine/engine.ts";

/** Images that were built and not kept, and names that images had for the run alone. */
export interface Discards {
  add(imageOrName: ImageId): void;
  /** Removes them, children before their parents. To be called when nothing is built on them any more. */
  remove(): Promise<void>;
}

export function createDiscards(engine: Engine): Discards {
  const images: ImageId[] = [];
  return {
    add: (imageOrName) => void images.push(imageOrName),
    async remove() {
      // Those of a stage are added before those of the stages that stand on it.
      for (const image of images.splice(0).reverse()) {
        // What somebody still uses carries the run's label: it is swept once this run is over.
        await engine.images.remove(image).catch(() => {});
      }
    },
  };
}
