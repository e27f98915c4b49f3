import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { BaseNode, ImageNode } from "../../sdk/model/image-node.ts";
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

/** Images in the order of their definition, then pipelines, then the images that come from elsewhere. */
export function drawing({ project, images, pipelines, workflows }: BuildGraph): Drawing {
  const ids = new Map(images.map((image, index) => [image.name, `image_${index}`]));
  const pipelineIds = new Map(pipelines.map((pipeline, index) => [pipeline.name, `pipeline_${index}`]));
  const bases = [...images.map(({ base }) => base), ...pipelines.flatMap(containersOf).map(({ image }) => image)];
  const externals = [...new Set(bases.flatMap(externalName))];
  const externalIds = new Map(externals.map((name, index) => [name, `base_${index}`]));
  const idOfBase = (base: BaseNode): string | undefined =>
    base.kind === "image" ? ids.get(base.image) : externalIds.get(externalName(base)[0] ?? "");
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
      ...externals.map((name): Box => ({ id: externalIds.get(name) ?? "", lines: [name], shape: "external" })),
    ],
    arrows: [
      ...images.flatMap(({ name, base }) => arrow(idOfBase(base), ids.get(name), "from")),
      ...pipelines.flatMap((pipeline) =>
        containersOf(pipeline).flatMap(({ image, label }) =>
          arrow(idOfBase(image), pipelineIds.get(pipeline.name), label),
        ),
      ),
      ...workflows.flatMap((workflow) =>
        requirementsOf(workflow).flatMap(({ from, to }) =>
          arrow(pipelineIds.get(from), pipelineIds.get(to), workflow.name),
        ),
      ),
    ],
  };
}

function arrow(from: string | undefined, to: string | undefined, label: string): readonly Arrow[] {
  return from === undefined || to === undefined ? [] : [{ from, to, label }];
}

/** The box and the services of a pipeline, and what the arrow to each says. */
function containersOf({
  box,
  services,
}: PipelineNode): readonly { readonly image: BoxNode["image"]; readonly label: string }[] {
  return [
    ...(box === undefined ? [] : [{ image: box.image, label: "box" }]),
    ...services.map(({ name, container }) => ({ image: container.image, label: `service ${name}` })),
  ];
}

function pipelineLines({ name, steps, afterSteps }: PipelineNode): readonly string[] {
  return [name, ...steps.map((step) => step.name), ...afterSteps.map((step) => `after: ${step.name}`)];
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
