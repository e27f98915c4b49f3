import { assertNever } from "../errors/bug.ts";
import type { DockerInstructionsNode } from "./docker-instructions-node.ts";
import type { GitMappingNode } from "./git-mapping-node.ts";
import type { ImageNode } from "./image-node.ts";
import type { BoxNode, PipelineNode, ServiceNode } from "./pipeline-node.ts";
import type { ProjectNode } from "./project-node.ts";
import type { StepNode } from "./step-node.ts";
import type { WorkflowNode } from "./workflow-node.ts";

/** Every node of a build graph that has a `kind` of its own. */
export type GraphNode =
  | ProjectNode
  | ImageNode
  | GitMappingNode
  | DockerInstructionsNode
  | PipelineNode
  | BoxNode
  | ServiceNode
  | StepNode
  | WorkflowNode;

/** One function for each kind: whoever forgets one does not compile. */
export type GraphVisitor<Result> = {
  readonly [Kind in GraphNode["kind"]]: (node: Extract<GraphNode, { readonly kind: Kind }>) => Result;
};

/** Calls the function that fits the node. */
export function visit<Result>(node: GraphNode, visitor: GraphVisitor<Result>): Result {
  switch (node.kind) {
    case "project":
      return visitor.project(node);
    case "image":
      return visitor.image(node);
    case "git-mapping":
      return visitor["git-mapping"](node);
    case "docker-instructions":
      return visitor["docker-instructions"](node);
    case "pipeline":
      return visitor.pipeline(node);
    case "box":
      return visitor.box(node);
    case "service":
      return visitor.service(node);
    case "script-step":
      return visitor["script-step"](node);
    case "external-step":
      return visitor["external-step"](node);
    case "internal-step":
      return visitor["internal-step"](node);
    case "workflow":
      return visitor.workflow(node);
    default:
      return assertNever(node);
  }
}

/** A node and all nodes inside it, parents first. */
export function* nodesWithin(node: GraphNode): Generator<GraphNode> {
  yield node;
  for (const child of visit(node, childrenOf)) yield* nodesWithin(child);
}

const childrenOf: GraphVisitor<readonly GraphNode[]> = {
  project: () => [],
  image: (image) => [...image.git, ...(image.docker === undefined ? [] : [image.docker])],
  "git-mapping": () => [],
  "docker-instructions": () => [],
  pipeline: (pipeline) => [
    ...(pipeline.box === undefined ? [] : [pipeline.box]),
    ...pipeline.services,
    ...pipeline.steps,
    ...Object.values(pipeline.targets).flat(),
    ...pipeline.afterSteps,
  ],
  box: () => [],
  service: (service) => [service.container],
  "script-step": () => [],
  "external-step": () => [],
  "internal-step": () => [],
  workflow: () => [],
};
