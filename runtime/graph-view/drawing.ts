import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import { neededImages } from "../../sdk/model/needed-images.ts";
import type { BoxNode, PipelineNode } from "../../sdk/model/pipeline-node.ts";
import type { WorkflowNode } from "../../sdk/model/workflow-node.ts";

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
  readonly shape: "final" | "intermediate" | "artifact" | "external" | "pipeline";
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** Images in the order of their definition, then pipelines, then what both take from elsewhere. */
export function drawing({ project, images, pipelines, workflows }: BuildGraph): Drawing {
  const ids = new Map(images.map((image, index) => [image.name, `image_${index}`]));
  const pipelineIds = new Map(pipelines.map((pipeline, index) => [pipeline.name, `pipeline_${index}`]));
  const sources = [...images.flatMap(externalsOf), ...pipelines.flatMap(containersOf).filter((each) => !each.isImage)];
  const externalIds = new Map(
    [...new Set(sources.map(({ name }) => name))].map((name, index) => [name, `base_${index}`]),
  );
  return {
    title: project.name,
    boxes: [
      ...images.map(
        (image): Box => ({ id: ids.get(image.name) ?? "", lines: imageLines(image), shape: shapeOf(image) }),
      ),
      ...pipelines.map(
        (pipeline): Box => ({
          id: pipelineIds.get(pipeline.name) ?? "",
          lines: pipelineLines(pipeline),
          shape: "pipeline",
        }),
      ),
      ...[...externalIds].map(([name, id]): Box => ({ id, lines: [name], shape: "external" })),
    ],
    arrows: [
      ...images.flatMap((image) => [
        ...distinctArrows(externalsOf(image), externalIds, ids.get(image.name)),
        ...distinctArrows(
          neededImages(image).map(({ image: name, by }) => ({ name, label: by })),
          ids,
          ids.get(image.name),
        ),
      ]),
      ...pipelines.flatMap((pipeline) =>
        containersOf(pipeline).flatMap((source) =>
          distinctArrows([source], source.isImage ? ids : externalIds, pipelineIds.get(pipeline.name)),
        ),
      ),
      ...workflows.flatMap((workflow) =>
        requirementsOf(workflow).flatMap(({ from, to }) =>
          distinctArrows([{ name: from, label: workflow.name }], pipelineIds, pipelineIds.get(to)),
        ),
      ),
    ],
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

/** The box and the services of a pipeline, and what the arrow to each says. */
function containersOf({ box, services }: PipelineNode): readonly (Source & { readonly isImage: boolean })[] {
  const toSource = ({ image }: BoxNode, label: string) =>
    image.kind === "image"
      ? { name: image.image, label, isImage: true }
      : { name: image.reference, label, isImage: false };
  return [
    ...(box === undefined ? [] : [toSource(box, "box")]),
    ...services.map(({ name, container }) => toSource(container, `service ${name}`)),
  ];
}

/** A run may go by another name than its pipeline. */
function requirementsOf({ runs }: WorkflowNode): readonly { readonly from: string; readonly to: string }[] {
  return runs.flatMap((run) =>
    run.requires.flatMap((required) => {
      const from = runs.find(({ name }) => name === required)?.pipeline;
      return from === undefined ? [] : [{ from, to: run.pipeline }];
    }),
  );
}

/** Several imports from one image are one arrow. */
function distinctArrows(
  sources: readonly Source[],
  sourceIds: ReadonlyMap<string, string>,
  to: string | undefined,
): readonly Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const { name, label } of sources) {
    const from = sourceIds.get(name);
    if (from !== undefined && to !== undefined) arrows.set(`${label} ${from}`, { from, to, label });
  }
  return [...arrows.values()];
}

function pipelineLines({ name, steps, afterSteps }: PipelineNode): readonly string[] {
  return [name, ...steps.map((step) => step.name), ...afterSteps.map((step) => `after: ${step.name}`)];
}

function imageLines(image: AnyImageNode): readonly string[] {
  if (image.kind === "dockerfile") return [image.name, `dockerfile ${image.dockerfile}`];
  return [image.name, ...image.git.map(({ add, to }) => `git ${add} → ${to}`)];
}

function shapeOf(image: AnyImageNode): Box["shape"] {
  if (image.kind === "image" && image.artifact) return "artifact";
  return image.final ? "final" : "intermediate";
}
