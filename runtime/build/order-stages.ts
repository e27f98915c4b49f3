import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { Repository } from "../git/repository.ts";
import { orderImages } from "../plan/image-order.ts";
import type { Walk } from "./walk.ts";

/** Where Dockerfiles are read. */
interface Surroundings {
  readonly repository?: Repository;
  readonly platform: string;
  readonly dockerfiles?: Walk["dockerfiles"];
}

/** The images in their sets, stages of Dockerfiles among them where each instruction is a stage. */
export async function orderStages(
  graph: BuildGraph,
  targets: readonly string[],
  { repository, platform, dockerfiles = { folder: "" } }: Surroundings,
): Promise<{ readonly sets: ReturnType<typeof orderImages>; readonly staged: Walk["staged"] }> {
  const sets = orderImages(graph.images, targets);
  const isStaged = sets.flat().some((image) => image.kind === "dockerfile" && image.staged === true);
  if (!isStaged) return { sets, staged: new Map() };
  const { expandStaged } = await import("../stages/dockerfile/expand-staged.ts");
  const surroundings = { ...dockerfiles, platform, ...(repository === undefined ? {} : { repository }) };
  const { images, parts } = await expandStaged(sets.flat(), surroundings);
  const names = images.map(({ name }) => name);
  return { sets: orderImages(images, names), staged: parts };
}
