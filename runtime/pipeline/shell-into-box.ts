import type { PipelineNode } from "../../sdk/model/pipeline-node.ts";
import type { Terminal } from "../engine/engine.ts";
import { openPersonShell } from "./box/open-person-shell.ts";
import { openStepShell } from "./box/open-step-shell.ts";
import { boxNamePrefix, boxSubject } from "./box/with-box.ts";
import { noBox } from "./errors.ts";
import { createPipelineContext } from "./pipeline-context.ts";
import type { PipelineRequest } from "./pipeline-request.ts";

/**
 * Opens a shell in the box of a pipeline that runs, or in one that was kept, and resolves with its exit code. It has the variables that the
 * pipeline begins with, and the files as they are now. Error: `PIPELINE.NO_BOX`.
 */
export async function shellIntoBox(
  request: PipelineRequest,
  pipeline: PipelineNode,
  terminal: Terminal,
): Promise<number> {
  const found = await request.boxes.find(boxSubject(request, pipeline));
  if (found === undefined) throw noBox(pipeline);
  const { box, isRunning } = found;
  const runId = box.name.startsWith(boxNamePrefix) ? box.name.slice(boxNamePrefix.length) : undefined;
  const context = await createPipelineContext(request, pipeline, request.folder, runId);
  if (isRunning) return openPersonShell(context, box, pipeline.name, terminal);
  const session = await openStepShell(context, box);
  try {
    return await openPersonShell(context, box, pipeline.name, terminal);
  } finally {
    session.close();
    await box.kill();
  }
}
