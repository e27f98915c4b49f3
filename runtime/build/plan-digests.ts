import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import { neededImageNames } from "../../sdk/model/needed-images.ts";
import type { Repository } from "../git/repository.ts";
import { excludeOverlaps } from "../plan/auto-exclude.ts";
import { getProfile } from "../plan/digest-profile.ts";
import { orderMappings } from "../plan/order-mappings.ts";
import { orderStages } from "./order-stages.ts";
import { StageFailure } from "./stage-failure.ts";
import { createStageIndex } from "./stage-index.ts";
import type { Walk } from "./walk.ts";
import { walkImage } from "./walk-image.ts";
import type { WalkedImage } from "./walked.ts";

/** What digests depend on besides the graph. */
export interface DigestSurroundings {
  readonly repository?: Repository;
  /** `os/arch[/variant]`. */
  readonly platform: string;
  readonly dockerfiles: Walk["dockerfiles"];
}

/** The digests of the stages of a graph, as far as no engine and no registry is needed to know them. */
export interface PlannedDigests {
  /** By image and stage: `app/install`. */
  readonly digests: ReadonlyMap<string, string>;
  /** Images that ask a registry or another repository, or start from one that does. */
  readonly unknown: readonly string[];
}

/** Walks all images through their stages as if nothing had been built yet, and nothing but the commit were there. */
export async function planDigests(graph: BuildGraph, surroundings: DigestSurroundings): Promise<PlannedDigests> {
  const { sets, staged } = await orderStages(graph, [], surroundings);
  const walk = walkOf(graph, surroundings, staged);
  const done = new Map<string, WalkedImage>();
  const digests = new Map<string, string>();
  const unknown: string[] = [];
  for (const image of sets.flat()) {
    const walked = await walkIfKnown(walk, image, done);
    if (walked === undefined) unknown.push(image.name);
    else done.set(image.name, walked);
    for (const { name, digest } of walked?.stages ?? []) digests.set(`${image.name}/${name}`, digest);
  }
  return { digests, unknown };
}

async function walkIfKnown(
  walk: Walk,
  image: AnyImageNode,
  done: ReadonlyMap<string, WalkedImage>,
): Promise<WalkedImage | undefined> {
  if (neededImageNames(image).some((name) => !done.has(name))) return undefined;
  try {
    return await walkImage(walk, image.kind === "image" ? excludeOverlaps(orderMappings(image)) : image, done);
  } catch (error) {
    // A file that is missing, say, or a base that only a registry knows: `plan` tells more about it.
    if (error instanceof StageFailure) return undefined;
    throw error;
  }
}

function walkOf(graph: BuildGraph, surroundings: DigestSurroundings, staged: Walk["staged"]): Walk {
  return {
    project: graph.project.name,
    profile: getProfile(graph.project.digests),
    ...surroundings,
    staged,
    index: createStageIndex([], async () => undefined),
    latestImageId: async () => undefined,
    baseTriggers: async () => [],
    importChecksum: async () => undefined,
    makeStage: async () => undefined,
    isThere: async () => false,
    keep: async () => undefined,
    show: async () => {},
    onEvent: () => {},
  };
}
