import { assertNever } from "../errors/bug.ts";
import type { DependencyNode } from "./dependency-node.ts";
import type { DockerInstructionsNode } from "./docker-instructions-node.ts";
import type { DockerfileNode } from "./dockerfile-node.ts";
import type { GitMappingNode } from "./git-mapping-node.ts";
import type { ImageNode } from "./image-node.ts";
import type { ImageSpecNode } from "./image-spec-node.ts";
import type { ImportNode } from "./import-node.ts";
import type { MountNode } from "./mount-node.ts";
import type { BoxNode, PipelineNode, ServiceNode } from "./pipeline-node.ts";
import type { ProjectNode } from "./project-node.ts";
import type { SecretNode } from "./secret-node.ts";
import type { StepNode } from "./step-node.ts";
import type { WorkflowNode } from "./workflow-node.ts";

/** Every node of a build graph that has a `kind` of its own. */
export type GraphNode =
  | ProjectNode
  | ImageNode
  | PipelineNode
  | BoxNode
  | ServiceNode
  | StepNode
  | WorkflowNode
  | DockerfileNode
  | GitMappingNode
  | ImportNode
  | DependencyNode
  | MountNode
  | SecretNode
  | DockerInstructionsNode
  | ImageSpecNode;

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
    case "dockerfile":
      return visitor.dockerfile(node);
    case "git-mapping":
      return visitor["git-mapping"](node);
    case "import":
      return visitor.import(node);
    case "dependency":
      return visitor.dependency(node);
    case "mount":
      return visitor.mount(node);
    case "secret":
      return visitor.secret(node);
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
    case "image-spec":
      return visitor["image-spec"](node);
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
  image: (image) => [
    ...image.git,
    ...image.imports,
    ...image.dependencies,
    ...image.mounts,
    ...image.secrets,
    ...(image.docker === undefined ? [] : [image.docker]),
    ...(image.imageSpec === undefined ? [] : [image.imageSpec]),
  ],
  dockerfile: (image) => [...image.secrets, ...(image.imageSpec === undefined ? [] : [image.imageSpec])],
  "git-mapping": () => [],
  import: () => [],
  dependency: () => [],
  mount: () => [],
  secret: () => [],
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
  "image-spec": () => [],
};
