import { requireOptions } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import {
  createDependencyNode,
  type DependencyNode,
  type DependencyValue,
  dependencyValues,
} from "./model/dependency-node.ts";
import { type StagePlace, toStageSlot } from "./stage-place.ts";

/** Which values of another image an image gets, as which environment variables. */
export type DependencyOptions = StagePlace & {
  /**
   * For each variable the value that it gets: `ImageName` (`REPO:TAG`), `ImageRepo`, `ImageTag`, `ImageID` (the engine's
   * id) or `ImageDigest` (the registry's, so only where stages are kept in one).
   */
  readonly env: Readonly<Record<string, DependencyValue>>;
};

/** Checks what was given to `.dependencies()` and writes it down. */
export function toDependencyNode(
  image: string,
  options: DependencyOptions,
  origin: Origin | undefined,
): DependencyNode {
  const given = requireOptions(options, ["before", "after", "env"], "dependencies(image, options)", origin);
  return createDependencyNode({
    image,
    slot: toStageSlot(given, "dependencies(image, options)", origin),
    imports: toImports(given.env, origin),
    ...(origin === undefined ? {} : { origin }),
  });
}

function toImports(value: unknown, origin: Origin | undefined): DependencyNode["imports"] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongArgument("dependencies(image, { env })", "an object of variables and values", value, origin);
  }
  return Object.entries(value).map(([targetEnv, given]) => {
    const type = dependencyValues.find((name) => name === given);
    const what = `dependencies(image, { env: { ${targetEnv} } })`;
    if (type === undefined) throw wrongArgument(what, `one of ${dependencyValues.join(", ")}`, given, origin);
    return { type, targetEnv };
  });
}
