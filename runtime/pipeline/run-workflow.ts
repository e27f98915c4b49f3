import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Bug } from "../../sdk/errors/bug.ts";
import type { PipelineNode } from "../../sdk/model/pipeline-node.ts";
import type { WorkflowNode, WorkflowRunNode } from "../../sdk/model/workflow-node.ts";
import type { PipelineRequest } from "./pipeline-request.ts";
import { type PipelineEnd, runPipeline } from "./run-pipeline.ts";

/**
 * Runs the pipelines of a workflow one after the other: always the first whose requirements have passed (spec §5.4). The output of
 * what a run requires is its source; of several, each is a folder of it.
 */
export async function runWorkflow(
  request: PipelineRequest,
  pipelines: readonly PipelineNode[],
  workflow: WorkflowNode,
): Promise<readonly PipelineEnd[]> {
  const folder = request.options.artifacts ?? (await mkdtemp(join(tmpdir(), "builder-workflow-")));
  const ends: PipelineEnd[] = [];
  const done = new Set<string>();
  try {
    for (let run = nextRun(workflow, done); run !== undefined; run = nextRun(workflow, done)) {
      const end = await runOne(request, pipelines, run, folder);
      ends.push(end);
      if (end.error !== undefined) break;
      done.add(run.name);
    }
    return ends;
  } finally {
    if (request.options.artifacts === undefined) await rm(folder, { recursive: true, force: true });
  }
}

function nextRun({ runs }: WorkflowNode, done: ReadonlySet<string>): WorkflowRunNode | undefined {
  return runs.find(({ name, requires }) => !done.has(name) && requires.every((required) => done.has(required)));
}

async function runOne(
  request: PipelineRequest,
  pipelines: readonly PipelineNode[],
  run: WorkflowRunNode,
  folder: string,
): Promise<PipelineEnd> {
  const pipeline = pipelines.find(({ name }) => name === run.pipeline);
  if (pipeline === undefined) throw new Bug(`workflow run ${run.name} has no pipeline`);
  const options = {
    ...request.options,
    ...(run.target === undefined ? {} : { target: run.target }),
    ...(run.envFile === undefined ? {} : { environmentFile: join(request.folder, run.envFile) }),
  };
  const merged = join(folder, ".sources", run.name);
  try {
    const sourceFolder = await sourceOf(request, run, folder, merged);
    return await runPipeline({ ...request, options }, pipeline, {
      sourceFolder,
      run: run.name,
      artifacts: join(folder, run.name),
    });
  } finally {
    await rm(merged, { recursive: true, force: true });
  }
}

async function sourceOf(
  { folder: project }: PipelineRequest,
  { requires, artifactsOf }: WorkflowRunNode,
  folder: string,
  merged: string,
): Promise<string> {
  const outputOf = (run: string): string => join(folder, run, "output");
  const [only, ...others] = requires;
  if (only === undefined) return project;
  if (artifactsOf !== undefined) return outputOf(artifactsOf);
  if (others.length === 0) return outputOf(only);
  for (const run of requires) {
    await mkdir(join(merged, run), { recursive: true });
    await cp(outputOf(run), join(merged, run), { recursive: true, verbatimSymlinks: true });
  }
  return merged;
}
