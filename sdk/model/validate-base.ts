import type { Diagnostic } from "../errors/builder-error.ts";
import { mostSimilar } from "../errors/most-similar.ts";
import { originsOf } from "../errors/origin.ts";
import type { BaseNode, ImageNode } from "./image-node.ts";

/** Whether the base can be one, by itself. */
export function validateBase(image: ImageNode): readonly Diagnostic[] {
  if (image.base.kind !== "reference" || isImageReference(image.base.reference)) return [];
  return [
    {
      code: "GRAPH.BASE_REFERENCE",
      message: `"${image.base.reference}" is not an image reference`,
      next: [
        image.base.reference === "scratch"
          ? "Use .fromScratch() to start from nothing."
          : "Write it as NAME, NAME:TAG or NAME@sha256:…; names are in lower case.",
      ],
      where: originsOf(image.base),
    },
  ];
}

/** Whether the images that bases name exist, and whether following them comes to an end. */
export function validateReferences(images: readonly ImageNode[]): readonly Diagnostic[] {
  const byName = new Map(images.map((image) => [image.name, image]));
  return [...unknownBases(images, byName), ...cycles(images, byName)];
}

/** `[DOMAIN[:PORT]/]PATH[:TAG][@DIGEST]`, as Docker's distribution reference defines it. */
const referencePattern = (() => {
  const domainPart = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
  const domain = `${domainPart}(?:\\.${domainPart})*(?::[0-9]+)?/`;
  const pathPart = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";
  const tag = ":[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
  const digest = "@[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}";
  return new RegExp(`^(?:${domain})?${pathPart}(?:/${pathPart})*(?:${tag})?(?:${digest})?$`);
})();

/** Whether it names an image of a registry. */
export function isImageReference(reference: string): boolean {
  return reference !== "scratch" && referencePattern.test(reference);
}

function unknownBases(images: readonly ImageNode[], byName: ReadonlyMap<string, ImageNode>): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const image of images) {
    const name = baseName(image.base);
    if (name === undefined || byName.has(name)) continue;
    const similar = mostSimilar(name, byName.keys());
    found.push({
      code: "GRAPH.UNKNOWN_BASE",
      message: `"${image.name}" starts from the image "${name}", which does not exist`,
      ...(similar === undefined ? {} : { next: [`Did you mean "${similar}"?`] }),
      where: originsOf(image.base),
    });
  }
  return found;
}

/** One finding for each cycle, however many images lead into it. */
function cycles(images: readonly ImageNode[], byName: ReadonlyMap<string, ImageNode>): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const done = new Set<string>();
  for (const start of images) {
    const path: ImageNode[] = [];
    let current: ImageNode | undefined = start;
    while (current !== undefined && !done.has(current.name) && !path.includes(current)) {
      path.push(current);
      const next: string | undefined = baseName(current.base);
      current = next === undefined ? undefined : byName.get(next);
    }
    if (current !== undefined && path.includes(current)) found.push(cycle(path.slice(path.indexOf(current))));
    for (const image of path) done.add(image.name);
  }
  return found;
}

function cycle(images: readonly ImageNode[]): Diagnostic {
  const names = [...images, ...images.slice(0, 1)].map((image) => image.name);
  return {
    code: "GRAPH.CYCLE",
    message: `Images start from each other: ${names.join(" -> ")}`,
    next: ["Let one of them start from an image of a registry."],
    where: originsOf(...images.map((image) => image.base)),
  };
}

function baseName(base: BaseNode): string | undefined {
  return base.kind === "image" ? base.image : undefined;
}
