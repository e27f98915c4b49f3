import type { Diagnostic } from "../errors/builder-error.ts";
import { originsOf } from "../errors/origin.ts";
import type { AnyImageNode } from "./any-image-node.ts";
import type { BuildGraph } from "./build-graph.ts";
import { hasWork, type ImageNode } from "./image-node.ts";
import { neededImageNames } from "./needed-images.ts";
import { imagesOf } from "./pipeline-node.ts";
import { sourceStageNames, userStageNames } from "./user-stage-name.ts";

/** What can be built and still is hardly meant: instructions that have no effect. */
export function graphWarnings(graph: BuildGraph): readonly Diagnostic[] {
  const needed = new Set([...graph.images.flatMap(neededImageNames), ...graph.pipelines.flatMap(imagesOf)]);
  return graph.images.flatMap((image) => [
    ...(image.kind === "image" ? [...idleStageDependencies(image), ...idleCacheVersions(image)] : []),
    ...(image.final || needed.has(image.name) ? [] : [unusedImage(image)]),
  ]);
}

function idleStageDependencies(image: ImageNode): readonly Diagnostic[] {
  return image.git.flatMap((mapping) =>
    sourceStageNames
      .filter((stage) => mapping.stageDependencies[stage].length > 0 && !hasWork(image, stage))
      .map((stage) => ({
        code: "GRAPH.IDLE_STAGE_DEPENDENCIES",
        message: `stageDependencies.${stage} of "${image.name}" has no effect: the stage has no commands`,
        next: [`Add commands with .${stage}(), or name another stage.`],
        where: originsOf(mapping),
      })),
  );
}

function idleCacheVersions(image: ImageNode): readonly Diagnostic[] {
  return userStageNames
    .filter((stage) => image.shell.stageCacheVersions[stage] !== undefined && !hasWork(image, stage))
    .map((stage) => ({
      code: "GRAPH.IDLE_CACHE_VERSION",
      message: `cacheVersion.${stage} of "${image.name}" has no effect: the stage has no commands`,
      next: [`Add commands with .${stage}(), or name another stage.`],
      where: originsOf(image),
    }));
}

function unusedImage(image: AnyImageNode): Diagnostic {
  return {
    code: "GRAPH.UNUSED_IMAGE",
    message: `Nothing uses "${image.name}", and it is not a result: it is never built unless named`,
    next: ["Remove it, or leave out .final(false)."],
    where: originsOf(image),
  };
}
