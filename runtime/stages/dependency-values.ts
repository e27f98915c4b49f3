import { assertNever } from "../../sdk/errors/bug.ts";
import type { DependencyImport, DependencyNode } from "../../sdk/model/dependency-node.ts";
import { group, leaf, type Part, shownLeaf } from "../plan/part.ts";
import type { StoredStage } from "../storage/storage.ts";
import { noImageDigest } from "./errors.ts";
import { lastStageOf } from "./needed-stage.ts";
import type { StageContext } from "./stage.ts";

/** What the values of another image enter the digest with: they are in the image, so another value is another content. */
export function dependencyParts(context: StageContext, node: DependencyNode): readonly Part[] {
  const { stored } = lastStageOf(context, node.image);
  // A stage gets its name when it is saved: until then a plan can only say that the values will be others.
  const reference = stored?.reference ?? `not known before ${node.image} is there`;
  if (context.profile.takesOverBy === "content") {
    return node.imports.map((value) => leaf(`${value.targetEnv} (${value.type} of ${node.image})`, reference));
  }
  return [
    leaf("", "Dependency"),
    shownLeaf(`name of ${node.image}`, reference),
    ...node.imports.flatMap(({ type, targetEnv }) => [
      leaf("", "DependencyImport"),
      group(targetEnv, [leaf("", "Type"), leaf("type", type), leaf("", "TargetEnv"), leaf("variable", targetEnv)]),
    ]),
  ];
}

/** The variables that a dependency sets. Errors: `BUILD.NO_IMAGE_DIGEST`. */
export function valuesOf(context: StageContext, node: DependencyNode): Readonly<Record<string, string>> {
  const { stored } = lastStageOf(context, node.image);
  if (stored === undefined) return {};
  return Object.fromEntries(node.imports.map((value) => [value.targetEnv, readValue(context, node, value, stored)]));
}

function readValue(
  context: StageContext,
  node: DependencyNode,
  { type }: DependencyImport,
  stored: StoredStage,
): string {
  const colon = stored.reference.lastIndexOf(":");
  switch (type) {
    case "ImageName":
      return stored.reference;
    case "ImageRepo":
      return stored.reference.slice(0, colon);
    case "ImageTag":
      return stored.reference.slice(colon + 1);
    case "ImageID":
      return stored.imageId;
    case "ImageDigest":
      if (stored.registryDigest === undefined) throw noImageDigest(context.image, node);
      return stored.registryDigest;
    default:
      return assertNever(type);
  }
}
