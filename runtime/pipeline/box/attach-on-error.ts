import type { Box } from "../../engine/boxes.ts";
import type { PipelineContext } from "../pipeline-context.ts";
import { openPersonShell } from "./open-person-shell.ts";
import { openStepShell } from "./open-step-shell.ts";
import type { ShellSession } from "./shell-session.ts";
import { parseState, type ShellState, tellState } from "./shell-state.ts";

/** What `--attach-on-error` needs of the shell of the steps. */
export interface Attachment {
  /** To be called before each step: a shell that is busy with one that takes too long cannot be asked any more. */
  remember(): Promise<void>;
  /** Leaves the box to the person at the terminal. Their shell ends, and the failure takes its course (spec §3.9). */
  open(step: string): Promise<void>;
}

/**
 * Makes the shell of the steps remember what it is like, where a person wants to go on from there when a step has failed: with its folder,
 * variables and functions. Undefined where nobody has asked for it.
 */
export async function prepareAttachment(
  context: PipelineContext,
  box: Box,
  session: ShellSession,
): Promise<Attachment | undefined> {
  const { options, terminal } = context.request;
  if (options.attachOnError !== true) return undefined;
  if (terminal?.size() === undefined) return { remember: async () => {}, open: async () => tellNobody(context) };
  let known: ShellState | undefined;
  const remember = async (): Promise<void> => {
    known = parseState(await session.capture([tellState])) ?? parseState(session.lastWords()) ?? known;
  };
  // It ends with the first command that fails.
  await session.sayAtEnd(tellState);
  return {
    remember,
    async open(step) {
      await remember();
      // The step may have ended the box, or still run in it.
      await box.kill();
      const newSession = await openStepShell(context, box);
      try {
        await openPersonShell(context, box, step, terminal, { state: known });
      } finally {
        newSession.close();
      }
    },
  };
}

function tellNobody({ emit, pipeline }: PipelineContext): void {
  const message = `${pipeline.name}: --attach-on-error opens a shell on a terminal, and there is none`;
  emit({ kind: "warning", diagnostic: { code: "PIPELINE.NOTE", message } });
}
