import type { Diagnostic } from "../errors/builder-error.ts";
import { originsOf } from "../errors/origin.ts";
import type { ImageNode } from "./image-node.ts";
import type { ImportNode } from "./import-node.ts";
import { isImageReference } from "./validate-base.ts";
import { wrongAccount, wrongMask, wrongPath } from "./validate-git-mapping.ts";

/** What an image takes over from others, as far as the image itself tells (spec §5.1, §5.6). */
export function validateTakeovers(image: ImageNode): readonly Diagnostic[] {
  return [...image.imports.flatMap((node) => validateImport(node, image.name)), ...validateDependencies(image)];
}

function validateImport(node: ImportNode, image: string): readonly Diagnostic[] {
  const where = originsOf(node);
  return [
    wrongSource(node),
    wrongPath(node.add, "add"),
    wrongPath(node.to, "to"),
    wholeImage(node),
    ...node.includePaths.map((mask) => wrongMask(mask, "includePaths")),
    ...node.excludePaths.map((mask) => wrongMask(mask, "excludePaths")),
    wrongAccount(node.owner, "owner"),
    wrongAccount(node.group, "group"),
  ]
    .filter((finding) => finding !== undefined)
    .map((finding) => ({ ...finding, message: `${finding.message}, in an import of "${image}"`, where }));
}

function wrongSource({ source }: ImportNode): Diagnostic | undefined {
  if (source.kind === "image" || isImageReference(source.reference)) return undefined;
  return {
    code: "GRAPH.IMPORT_REFERENCE",
    message: `"${source.reference}" is not an image reference`,
    next: ["Hand over an image of this build.ts as a value, or write NAME:TAG or NAME@sha256:… of one in a registry."],
  };
}

function wholeImage({ add, includePaths }: ImportNode): Diagnostic | undefined {
  if (!/^\/+$/.test(add) || includePaths.length > 0) return undefined;
  return {
    code: "GRAPH.IMPORT_ROOT",
    message: 'add: "/" takes over a whole image',
    next: ["Start from that image with .from().", 'If it is meant: add includePaths: "**".'],
  };
}

const variablePattern = /^[^=\s\0]+$/;

function validateDependencies(image: ImageNode): readonly Diagnostic[] {
  const found = image.dependencies.flatMap((node) =>
    node.imports
      .filter(({ targetEnv }) => !variablePattern.test(targetEnv))
      .map(({ targetEnv }) => ({
        code: "GRAPH.ENV_NAME",
        message: `"${targetEnv}" cannot be the name of a variable, in dependencies of "${image.name}"`,
        next: ['A name has no "=" and no spaces.'],
        where: originsOf(node),
      })),
  );
  if (!image.artifact || image.dependencies.length === 0) return found;
  return [
    ...found,
    {
      code: "GRAPH.ARTIFACT_DEPENDENCIES",
      message: `The artifact "${image.name}" has dependencies`,
      why: "They would set variables in a config that nobody uses.",
      next: ["Make it an image with .final(false)."],
      where: originsOf(...image.dependencies),
    },
  ];
}
