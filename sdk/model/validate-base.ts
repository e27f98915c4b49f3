import type { Diagnostic } from "../errors/builder-error.ts";
import { originsOf } from "../errors/origin.ts";
import type { ImageNode } from "./image-node.ts";

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

/** `[DOMAIN[:PORT]/]PATH[:TAG][@DIGEST]`, as Docker's distribution reference defines it. */
const referencePattern = (() => {
  const domainPart = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
  const domain = `${domainPart}(?:\\.${domainPart})*(?::[0-9]+)?/`;
  const pathPart = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";
  const tag = ":[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
  const digest = "@[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}";
  return new RegExp(`^(?:${domain})?${pathPart}(?:/${pathPart})*(?:${tag})?(?:${digest})?$`);
})();

/** Whether a text can be the reference of an image in a registry. */
export function isImageReference(reference: string): boolean {
  return reference !== "scratch" && referencePattern.test(reference);
}
