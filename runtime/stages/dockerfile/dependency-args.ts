import { Bug } from "../../../sdk/errors/bug.ts";
import type { DependencyValue } from "../../../sdk/model/dependency-node.ts";
import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import { contentValue } from "../../plan/dockerfile/content-value.ts";
import type { StoredStage } from "../../storage/storage.ts";
import type { NeededStage, StageContext } from "../stage.ts";
import { noRegistryDigest } from "./errors.ts";

type Context = StageContext<DockerfileNode>;

/** The build arguments as the digest sees them. */
export function digestArgs(context: Context, project: string): ReadonlyMap<string, string> {
  const byContent = context.profile.dockerfileAs === "needed-stages";
  return argsWith(context, (type, stage) =>
    byContent ? contentValue(type, stage.contentDigest) : storedValue(type, stage, context, project),
  );
}

/** The build arguments as the engine gets them. */
export function engineArgs(context: Context, project: string): Readonly<Record<string, string>> {
  return Object.fromEntries(argsWith(context, (type, stage) => storedValue(type, stage, context, project)));
}

function argsWith(
  { image, needed }: Context,
  take: (type: DependencyValue, stage: NeededStage) => string,
): ReadonlyMap<string, string> {
  const args = new Map(Object.entries(image.args));
  for (const dependency of image.dependencies) {
    const stage = needed.get(dependency.image)?.stages.at(-1);
    if (stage === undefined) throw new Bug(`${image.name} is planned before ${dependency.image}`);
    for (const { type, targetBuildArg } of dependency.imports) args.set(targetBuildArg, take(type, stage));
  }
  return args;
}

/** A stage that is only planned has no time yet: a digest with this in it is known to be new. */
function storedValue(
  type: DependencyValue,
  { stored, contentDigest }: NeededStage,
  { image }: Context,
  project: string,
): string {
  if (stored === undefined) return `${project}:${contentDigest}-0`;
  return valueOfStored(type, stored, image);
}

function valueOfStored(
  type: DependencyValue,
  { reference, imageId, registryDigest }: StoredStage,
  image: DockerfileNode,
): string {
  const colon = reference.lastIndexOf(":");
  switch (type) {
    case "ImageName":
      return reference;
    case "ImageRepo":
      return reference.slice(0, colon);
    case "ImageTag":
      return reference.slice(colon + 1);
    case "ImageID":
      return imageId;
    case "ImageDigest":
      if (registryDigest === undefined) throw noRegistryDigest(image);
      return registryDigest;
  }
}
