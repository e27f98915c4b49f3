import type { AnyImageNode } from "../../../sdk/model/any-image-node.ts";
import type { BuildGraph } from "../../../sdk/model/build-graph.ts";
import type { PipelineNode } from "../../../sdk/model/pipeline-node.ts";
import { type GraphNode, type GraphVisitor, visit } from "../../../sdk/model/visit.ts";
import type { WorkflowNode } from "../../../sdk/model/workflow-node.ts";
import type { BuildFile, ConstStatement } from "./build-file.ts";
import { type Code, commented, literal, name } from "./code.ts";
import { placeComments, type SourceComment } from "./comment-places.ts";
import { createConstNames } from "./const-name.ts";
import { emissionOrder } from "./emission-order.ts";
import type { EmitContext } from "./emit-context.ts";
import { emitDependency } from "./emit-dependency.ts";
import { emitDockerInstructions } from "./emit-docker-instructions.ts";
import { emitDockerfile } from "./emit-dockerfile.ts";
import { emitGitMapping } from "./emit-git-mapping.ts";
import { emitImage } from "./emit-image.ts";
import { emitImageSpec } from "./emit-image-spec.ts";
import { emitImport } from "./emit-import.ts";
import { emitMount } from "./emit-mount.ts";
import { emitBox, emitPipeline, emitService } from "./emit-pipeline.ts";
import { emitProject } from "./emit-project.ts";
import { emitSecret } from "./emit-secret.ts";
import { emitStep } from "./emit-step.ts";
import { emitWorkflow } from "./emit-workflow.ts";
import { sdkNames } from "./sdk-names.ts";

/** What is known of a graph besides itself. */
export interface DescribeOptions {
  readonly comments?: readonly SourceComment[];
  /** What a text of the graph says. @default it is meant as it is */
  readonly text?: (text: string) => Code;
  /** A part of an image, such as `.git(…)`, as it is to be written. @default as its emitter has it */
  readonly section?: (node: GraphNode, code: Code) => Code;
  /** The name of the constant of an image, pipeline or workflow, by its own name and its kind. @default one made of both */
  readonly constantOf?: (name: string, kind: string) => string;
}

/** A graph as the declarations of a build.ts: images before those that use them, then pipelines and workflows. */
export function describeBuildFile(graph: BuildGraph, options: DescribeOptions = {}): BuildFile {
  const places = placeComments(graph, options.comments ?? []);
  const images = emissionOrder(graph.images);
  const names = createConstNames(sdkNames);
  const constantOf = options.constantOf ?? ((text: string, suffix: string) => names.take(text, suffix));
  const constantsOf = (nodes: readonly { readonly name: string }[], suffix: string) =>
    new Map(nodes.map((node) => [node.name, constantOf(node.name, suffix)]));
  const constants = constantsOf(images, "image");
  const pipelines = constantsOf(graph.pipelines, "pipeline");
  const workflows = constantsOf(graph.workflows, "workflow");
  const context: EmitContext = {
    text: options.text ?? literal,
    image: (image) => name(constants.get(image) ?? image),
    pipeline: (pipeline) => name(pipelines.get(pipeline) ?? pipeline),
    comments: places.take,
    part: (node) => commented(places.take(node), section(node, visit(node, emitters))),
  };
  const section = options.section ?? ((_node: GraphNode, code: Code) => code);
  const emitters = emittersFor(context);

  const declare =
    (declared: ReadonlyMap<string, string>) =>
    (node: Declared): ConstStatement => ({
      comments: places.take(node),
      name: declared.get(node.name) ?? node.name,
      isExported: true,
      code: visit(node, emitters),
    });
  const statements = [
    ...images.map(declare(constants)),
    ...graph.pipelines.map(declare(pipelines)),
    ...graph.workflows.map(declare(workflows)),
  ];
  const project = { comments: places.take(graph.project), code: visit(graph.project, emitters) };
  return {
    header: places.header,
    functions: [],
    statements,
    project: { ...project, comments: [...project.comments, ...places.rest()] },
  };
}

/** What has a constant of its own. */
type Declared = AnyImageNode | PipelineNode | WorkflowNode;

/** How each kind of node is written: one that is missing here does not compile. */
function emittersFor(context: EmitContext): GraphVisitor<Code> {
  return {
    project: (node) => emitProject(node, context),
    image: (node) => emitImage(node, context),
    dockerfile: (node) => emitDockerfile(node, context),
    "git-mapping": (node) => emitGitMapping(node, context),
    import: (node) => emitImport(node, context),
    dependency: (node) => emitDependency(node, context),
    mount: (node) => emitMount(node, context),
    secret: (node) => emitSecret(node, context),
    "docker-instructions": (node) => emitDockerInstructions(node, context),
    "image-spec": (node) => emitImageSpec(node, context),
    pipeline: (node) => emitPipeline(node, context),
    box: (node) => emitBox(node, context),
    service: (node) => emitService(node, context),
    "script-step": (node) => emitStep(node, context),
    "external-step": (node) => emitStep(node, context),
    "internal-step": (node) => emitStep(node, context),
    workflow: (node) => emitWorkflow(node, context),
  };
}
