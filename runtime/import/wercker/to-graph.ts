import { type BuildGraph, createBuildGraph } from "../../../sdk/model/build-graph.ts";
import { createProjectNode } from "../../../sdk/model/project-node.ts";
import type { Findings } from "./findings.ts";
import { toDefaults } from "./graph/defaults.ts";
import { toPipelineNode } from "./graph/pipeline-node.ts";
import type { BuiltInSteps } from "./graph/scope.ts";
import { targetNames } from "./graph/target-names.ts";
import { toWorkflowNode } from "./graph/workflow-node.ts";
import type { WerckerFile } from "./wercker-file.ts";

/** What a graph is made of besides the file. */
export interface GraphOptions {
  /** Name of the project. */
  readonly project: string;
  readonly builtInSteps: BuiltInSteps;
  readonly findings: Findings;
}

/** The graph that a build.ts of the same meaning gives; it counts only where `findings` has no errors. */
export function toGraph(file: WerckerFile, { project, findings, builtInSteps }: GraphOptions): BuildGraph {
  const defaults = toDefaults(file, { findings, builtInSteps });
  const { pipelines, workflows } = file;
  const names = targetNames([...pipelines, ...workflows].map(({ name }) => name));
  const pipelineNames = new Map(pipelines.map(({ name }, index) => [name, names[index] ?? name]));
  return createBuildGraph({
    project: createProjectNode({ name: project, digests: "builder", allowUnshallow: true }),
    images: [],
    pipelines: pipelines.flatMap((pipeline) => {
      const { name } = pipeline;
      const scope = { path: name, of: name, findings, builtInSteps };
      return toPipelineNode(pipeline, pipelineNames.get(name) ?? name, defaults, scope) ?? [];
    }),
    workflows: workflows.map((workflow, index) => {
      const scope = { path: `workflows.${workflow.name}`, findings, builtInSteps };
      return toWorkflowNode(workflow, names[pipelines.length + index] ?? workflow.name, pipelineNames, scope);
    }),
  });
}
