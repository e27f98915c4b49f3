import { randomUUID } from "node:crypto";
import type { Box, TerminalProgram } from "../../engine/boxes.ts";
import type { Terminal } from "../../engine/engine.ts";
import { packTar } from "../../util/archive.ts";
import { guestPaths } from "../guest-paths.ts";
import type { PipelineContext } from "../pipeline-context.ts";
import { quoteLiteral } from "../text/shell-quote.ts";

/** bash where the box has it (seed 000), sh elsewhere. */
const defaultShell = ["/bin/sh", "-c", "if [ -e /bin/bash ]; then exec /bin/bash; else exec /bin/sh; fi"];

/**
 * Opens a shell for the person at the terminal, beside that of the steps: it has their variables and files, and what it exports is its own.
 * Resolves with its exit code. `subject` is the step or pipeline that it is about.
 */
export async function openPersonShell(
  context: PipelineContext,
  box: Box,
  subject: string,
  terminal: Terminal,
  { command = defaultShell, input = "" }: Partial<TerminalProgram> = {},
): Promise<number> {
  const file = await putVariables(context, box);
  // The file is gone before anybody is asked: it holds what is secret.
  const start = `. ${file}; rm -f ${file}; cd "$WERCKER_SOURCE_DIR"; exec ${command.map(quoteLiteral).join(" ")}`;
  const event = { pipeline: context.pipeline.name, step: subject };
  context.emit({ kind: "step-shell-opened", ...event });
  try {
    const { signal } = context.request;
    return await box.openTerminal({ command: ["/bin/sh", "-c", start], input }, terminal, signal);
  } finally {
    context.emit({ kind: "step-shell-closed", ...event });
  }
}

async function putVariables(context: PipelineContext, box: Box): Promise<string> {
  const path = `${guestPaths.root}/shell-${randomUUID()}.sh`;
  const content = Buffer.from(`${context.variables.exports().join("\n")}\n`);
  const owner = { mode: 0o600, uid: 0, gid: 0, modifiedUnix: 0 };
  await box.putArchive(packTar([{ ...owner, path: path.slice(1), type: "file", content }]), "/");
  return path;
}
