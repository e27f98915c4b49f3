import { join } from "node:path";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { PipelineNode } from "../../sdk/model/pipeline-node.ts";
import type { PipelineResult, RunReport } from "../report/events.ts";
import type { PipelineRequest } from "./pipeline-request.ts";
import { type PipelineEnd, runPipeline } from "./run-pipeline.ts";
import { runWorkflow } from "./run-workflow.ts";

/** What became of the pipelines that were asked for. */
export interface PipelinesEnd {
  readonly pipelines: readonly PipelineResult[];
  readonly error?: NonNullable<RunReport["error"]>;
}

/** Runs pipelines and workflows one after the other, in the order asked for, up to the first that fails. */
export async function runPipelines(
  request: PipelineRequest,
  graph: BuildGraph,
  targets: readonly string[],
): Promise<PipelinesEnd> {
  const ends: PipelineEnd[] = [];
  for (const target of targets) {
    ends.push(...(await runTarget(request, graph, target)));
    if (ends.some(({ error }) => error !== undefined)) break;
  }
  const failed = ends.find(({ error }) => error !== undefined);
  return {
    pipelines: ends.map(({ result }) => result),
    ...(failed?.error === undefined ? {} : { error: describe(failed, failed.error) }),
  };
}

async function runTarget(request: PipelineRequest, graph: BuildGraph, target: string): Promise<readonly PipelineEnd[]> {
  const workflow = graph.workflows.find(({ name }) => name === target);
  if (workflow !== undefined) return runWorkflow(request, graph.pipelines, workflow);
  const pipeline = graph.pipelines.find(({ name }) => name === target);
  return pipeline === undefined ? [] : [await runAlone(request, pipeline)];
}

function runAlone(request: PipelineRequest, pipeline: PipelineNode): Promise<PipelineEnd> {
  const { artifacts } = request.options;
  return runPipeline(request, pipeline, {
    sourceFolder: request.folder,
    ...(artifacts === undefined ? {} : { artifacts: join(artifacts, pipeline.name) }),
  });
}

function describe(
  { result, failedStep }: PipelineEnd,
  error: NonNullable<PipelineEnd["error"]>,
): NonNullable<RunReport["error"]> {
  return {
    ...error.toDiagnostic(),
    pipeline: result.name,
    ...(failedStep === undefined ? {} : { step: failedStep }),
  };
}
