import { rm } from "node:fs/promises";
import type { Engine } from "../engine/engine.ts";

/** Something that a run makes and that carries no mark of it: it is removed in the run's name when the run dies. */
export type Leftover =
  | {
      readonly kind: "image";
      readonly reference: string;
      /** What the reference stands for; it is left alone where it stands for something else by now. @default whatever it is */
      readonly id?: string;
      /** What it has stood for before, and is to stand for again. */
      readonly before?: string;
    }
  | { readonly kind: "file"; readonly path: string };

export async function removeLeftover({ images }: Pick<Engine, "images">, leftover: Leftover): Promise<void> {
  if (leftover.kind === "file") return rm(leftover.path, { force: true });
  const { reference, id, before } = leftover;
  const found = await images.inspect(reference);
  if (found === undefined || (id !== undefined && found.id !== id)) return;
  // In this order: the image goes with its last name.
  await images.remove(reference);
  if (before !== undefined) await images.tag(before, reference);
}
