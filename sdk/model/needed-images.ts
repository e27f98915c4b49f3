import { type Origin, originsOf } from "../errors/origin.ts";
import type { AnyImageNode } from "./any-image-node.ts";

/** One image of the graph that another one needs to be built. */
export interface NeededImage {
  readonly image: string;
  readonly by: "from" | "import" | "dependency";
  readonly where: readonly Origin[];
}

/** What must be built before an image: what it starts from, what it imports from, what it asks for values. In this order. */
export function neededImages(node: AnyImageNode): readonly NeededImage[] {
  const dependencies = node.dependencies.map((dependency) =>
    needed(dependency.image, "dependency", "origin" in dependency ? dependency : node),
  );
  if (node.kind === "dockerfile") return dependencies;
  return [
    ...(node.base.kind === "image" ? [needed(node.base.image, "from", node.base)] : []),
    ...node.imports.flatMap(({ source, origin }) =>
      source.kind === "image" ? [needed(source.image, "import", { ...(origin === undefined ? {} : { origin }) })] : [],
    ),
    ...dependencies,
  ];
}

/** The names alone, each once. */
export function neededImageNames(node: AnyImageNode): readonly string[] {
  return [...new Set(neededImages(node).map(({ image }) => image))];
}

function needed(image: string, by: NeededImage["by"], at: { readonly origin?: Origin }): NeededImage {
  return { image, by, where: originsOf(at) };
}
