import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Bug } from "../../sdk/errors/bug.ts";
import type { PipelineNode } from "../../sdk/model/pipeline-node.ts";
import type { WorkflowNode, WorkflowRunNode } from "../../sdk/model/workflow-node.ts";
import { nextRun } from "./next-run.ts";
import type { PipelineRequest } from "./pipeline-request.ts";
import { type PipelineEnd, runPipeline } from "./run-pipeline.ts";
import { withScratchFolder } from "./with-scratch-folder.ts";

/**
 * Runs the pipelines of a workflow one after the other: always the first whose requirements have passed (spec §5.4). The output of
 * what a run requires is its source; of several, each is a folder of it.
 */
export async function runWorkflow(
  request: PipelineRequest,
  pipelines: readonly PipelineNode[],
  workflow: WorkflowNode,
): Promise<readonly PipelineEnd[]> {
  return withScratchFolder(request, async (scratch) => {
    const folders = {
      outputs: request.options.artifacts ?? join(scratch, "outputs"),
      sources: join(scratch, "sources"),
    };
    const ends: PipelineEnd[] = [];
    const done = new Set<string>();
    for (let run = nextRun(workflow, done); run !== undefined; run = nextRun(workflow, done)) {
      const end = await runOne(request, pipelines, run, folders);
      ends.push(end);
      if (end.error !== undefined) break;
      done.add(run.name);
    }
    return ends;
  });
}

/** Where the runs of a workflow leave their outputs, and where sources are put together of them. */
interface Folders {
  readonly outputs: string;
  readonly sources: string;
}

async function runOne(
  request: PipelineRequest,
  pipelines: readonly PipelineNode[],
  run: WorkflowRunNode,
  folders: Folders,
): Promise<PipelineEnd> {
  const pipeline = pipelines.find(({ name }) => name === run.pipeline);
  if (pipeline === undefined) throw new Bug(`workflow run ${run.name} has no pipeline`);
  const options = {
    ...request.options,
    ...(run.target === undefined ? {} : { target: run.target }),
    ...(run.envFile === undefined ? {} : { environmentFile: join(request.folder, run.envFile) }),
  };
  return runPipeline({ ...request, options }, pipeline, {
    sourceFolder: await sourceOf(request, run, folders),
    run: run.name,
    artifacts: join(folders.outputs, run.name),
  });
}

async function sourceOf(
  { folder: project }: PipelineRequest,
  { name, requires, artifactsOf }: WorkflowRunNode,
  { outputs, sources }: Folders,
): Promise<string> {
  const outputOf = (run: string): string => join(outputs, run, "output");
  const [only, ...others] = requires;
  if (only === undefined) return project;
  if (artifactsOf !== undefined) return outputOf(artifactsOf);
  if (others.length === 0) return outputOf(only);
  const merged = join(sources, name);
  for (const run of requires) {
    await mkdir(join(merged, run), { recursive: true });
    await cp(outputOf(run), join(merged, run), { recursive: true, verbatimSymlinks: true });
  }
  return merged;
}
