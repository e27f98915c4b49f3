import type { Box } from "../../engine/boxes.ts";
import type { PipelineContext } from "../pipeline-context.ts";
import { openPersonShell } from "./open-person-shell.ts";
import { openStepShell } from "./open-step-shell.ts";

/**
 * Leaves the box of a failed step to the person at the terminal, where they have asked for it. Their shell ends, and the failure takes its course
 * (spec §3.9).
 */
export async function attachOnError(context: PipelineContext, box: Box, step: string): Promise<void> {
  const { options, terminal } = context.request;
  if (options.attachOnError !== true) return;
  if (terminal?.size() === undefined) {
    const message = `${context.pipeline.name}: --attach-on-error opens a shell on a terminal, and there is none`;
    context.emit({ kind: "warning", diagnostic: { code: "PIPELINE.NOTE", message } });
    return;
  }
  // The step may have ended the box, or still run in it.
  await box.kill();
  const session = await openStepShell(context, box);
  try {
    await openPersonShell(context, box, step, terminal);
  } finally {
    session.close();
  }
}
