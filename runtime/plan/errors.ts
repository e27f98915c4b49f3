import { BuilderError } from "../../sdk/errors/builder-error.ts";
import type { Origin } from "../../sdk/errors/origin.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { ImageNode } from "../../sdk/model/image-node.ts";
import type { ImportNode } from "../../sdk/model/import-node.ts";
import { type NeededImage, neededImages } from "../../sdk/model/needed-images.ts";

/** `GRAPH.CYCLE`: each of `images` needs the next, the last the first. */
export function cycle(images: readonly AnyImageNode[]): BuilderError {
  const names = images.map((image) => image.name);
  const ways = images.flatMap((image, index) => {
    const next = names[(index + 1) % names.length];
    return neededImages(image).find((needed) => needed.image === next) ?? [];
  });
  const onlyBases = ways.every(({ by }) => by === "from");
  return new BuilderError({
    code: "GRAPH.CYCLE",
    message: `images ${onlyBases ? "start from" : "need"} one another: ${[...names, names[0]].join(" -> ")}`,
    why: "none of them can be built first",
    next: [
      onlyBases
        ? "let one of them start from an image outside of this circle"
        : "put what they share into an image of its own, which needs none of them",
    ],
    where: ways.flatMap(({ where }) => where),
  });
}

/** `GRAPH.UNKNOWN_IMAGE`: an image needs one that the graph does not hold. */
export function unknownImage(image: AnyImageNode, needed: NeededImage): BuilderError {
  const verb = { from: "starts from", import: "imports from", dependency: "depends on" }[needed.by];
  return new BuilderError({
    code: "GRAPH.UNKNOWN_IMAGE",
    message: `image "${image.name}" ${verb} "${needed.image}", which build.ts does not define`,
    where: needed.where.length > 0 ? needed.where : places(image.origin),
  });
}

/** `GRAPH.CONFLICT`: two mappings or imports put files at the same place and neither can make way. */
export function mappingConflict(
  image: ImageNode,
  mapping: GitMappingNode | ImportNode,
  other: GitMappingNode | ImportNode,
): BuilderError {
  return new BuilderError({
    code: "GRAPH.CONFLICT",
    message: `image "${image.name}": ${describe(mapping)} and ${describe(other)} fill the same path of the image`,
    why: "which of them a file is from would depend on their order",
    next: ["give them different `to`", "tell them apart with `includePaths`"],
    where: [...places(mapping.origin), ...places(other.origin)],
  });
}

/** `USAGE.UNKNOWN_TARGET`: nothing has that name or matches that pattern. */
export function unknownTarget(pattern: string, names: readonly string[], suggestion: string | undefined): BuilderError {
  return new BuilderError({
    code: "USAGE.UNKNOWN_TARGET",
    message: `no image matches pattern ${JSON.stringify(pattern)}`,
    next: [
      ...(suggestion === undefined ? [] : [`did you mean ${suggestion}?`]),
      names.length === 0 ? "define an image in build.ts" : `images: ${names.join(", ")}`,
    ],
  });
}

/** `USAGE.INVALID_TARGET`: a pattern that no name can match. */
export function invalidTarget(pattern: string, why: string): BuilderError {
  return new BuilderError({
    code: "USAGE.INVALID_TARGET",
    message: `invalid pattern ${JSON.stringify(pattern)}: ${why}`,
    next: ["use an image's name, * for any characters, ? for one, ! in front to leave images out"],
  });
}

function describe(node: GitMappingNode | ImportNode): string {
  return `${node.kind === "import" ? "import" : "git"} ${node.add} → ${node.to}`;
}

function places(origin: Origin | undefined): readonly Origin[] {
  return origin === undefined ? [] : [origin];
}
