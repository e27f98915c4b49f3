import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import { neededImages } from "../../sdk/model/needed-images.ts";

/** A graph reduced to what is drawn: boxes and arrows, free of any notation. */
export interface Drawing {
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export interface Box {
  /** Letters, digits and `_`: fit for every notation. */
  readonly id: string;
  readonly lines: readonly string[];
  readonly shape: "final" | "intermediate" | "artifact" | "external";
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** Images in the order of their definition, after them what they take from elsewhere. */
export function drawing({ project, images }: BuildGraph): Drawing {
  const ids = new Map(images.map((image, index) => [image.name, `image_${index}`]));
  const externals = [...new Set(images.flatMap((image) => externalsOf(image).map(({ name }) => name)))];
  const externalIds = new Map(externals.map((name, index) => [name, `base_${index}`]));
  return {
    title: project.name,
    boxes: [
      ...images.map(
        (image): Box => ({ id: ids.get(image.name) ?? "", lines: imageLines(image), shape: shapeOf(image) }),
      ),
      ...externals.map((name): Box => ({ id: externalIds.get(name) ?? "", lines: [name], shape: "external" })),
    ],
    arrows: images.flatMap((image) => [
      ...distinctArrows(externalsOf(image), image, externalIds, ids),
      ...distinctArrows(
        neededImages(image).map(({ image: name, by }) => ({ name, label: by })),
        image,
        ids,
        ids,
      ),
    ]),
  };
}

interface Source {
  readonly name: string;
  readonly label: string;
}

/** Images of registries. Nothing is drawn for scratch: it is no image. */
function externalsOf(image: AnyImageNode): readonly Source[] {
  if (image.kind === "dockerfile") return [];
  const { base, imports } = image;
  return [
    ...(base.kind === "reference" ? [{ name: base.reference, label: "from" }] : []),
    ...imports.flatMap(({ source }) =>
      source.kind === "reference" ? [{ name: source.reference, label: "import" }] : [],
    ),
  ];
}

/** Several imports from one image are one arrow. */
function distinctArrows(
  sources: readonly Source[],
  image: AnyImageNode,
  sourceIds: ReadonlyMap<string, string>,
  ids: ReadonlyMap<string, string>,
): readonly Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const { name, label } of sources) {
    const [from, to] = [sourceIds.get(name), ids.get(image.name)];
    if (from !== undefined && to !== undefined) arrows.set(`${label} ${from}`, { from, to, label });
  }
  return [...arrows.values()];
}

function imageLines(image: AnyImageNode): readonly string[] {
  if (image.kind === "dockerfile") return [image.name, `dockerfile ${image.dockerfile}`];
  return [image.name, ...image.git.map(({ add, to }) => `git ${add} → ${to}`)];
}

function shapeOf(image: AnyImageNode): Box["shape"] {
  if (image.kind === "image" && image.artifact) return "artifact";
  return image.final ? "final" : "intermediate";
}
