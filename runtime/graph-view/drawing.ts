import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { BaseNode, ImageNode } from "../../sdk/model/image-node.ts";

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

/** Images in the order of their definition, after them the bases that come from elsewhere. */
export function drawing({ project, images }: BuildGraph): Drawing {
  const ids = new Map(images.map((image, index) => [image.name, `image_${index}`]));
  const externals = [...new Set(images.flatMap(({ base }) => externalName(base)))];
  const externalIds = new Map(externals.map((name, index) => [name, `base_${index}`]));
  const idOfBase = (base: BaseNode): string | undefined =>
    base.kind === "image" ? ids.get(base.image) : externalIds.get(externalName(base)[0] ?? "");
  return {
    title: project.name,
    boxes: [
      ...images.map(
        (image): Box => ({ id: ids.get(image.name) ?? "", lines: imageLines(image), shape: shapeOf(image) }),
      ),
      ...externals.map((name): Box => ({ id: externalIds.get(name) ?? "", lines: [name], shape: "external" })),
    ],
    arrows: images.flatMap(({ name, base }) => {
      const [from, to] = [idOfBase(base), ids.get(name)];
      return from === undefined || to === undefined ? [] : [{ from, to, label: "from" }];
    }),
  };
}

/** Nothing is drawn for scratch: it is no image. */
function externalName(base: BaseNode): readonly string[] {
  return base.kind === "reference" ? [base.reference] : [];
}

function imageLines({ name, git }: ImageNode): readonly string[] {
  return [name, ...git.map(({ add, to }) => `git ${add} → ${to}`)];
}

function shapeOf({ artifact, final }: ImageNode): Box["shape"] {
  if (artifact) return "artifact";
  return final ? "final" : "intermediate";
}
