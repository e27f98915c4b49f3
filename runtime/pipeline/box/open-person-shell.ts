import { randomUUID } from "node:crypto";
import type { Box, TerminalProgram } from "../../engine/boxes.ts";
import type { Terminal } from "../../engine/engine.ts";
import { packTar } from "../../util/archive.ts";
import { guestPaths } from "../guest-paths.ts";
import type { PipelineContext } from "../pipeline-context.ts";
import { exportLiteral, quoteLiteral } from "../text/shell-quote.ts";
import type { ShellState } from "./shell-state.ts";

/** bash where the box has it (seed 000), sh elsewhere. */
const defaultShell = ["/bin/sh", "-c", "if [ -e /bin/bash ]; then exec /bin/bash; else exec /bin/sh; fi"];

/** What a person's shell is to begin with. */
export interface PersonShell extends Partial<TerminalProgram> {
  /** That of the shell of the steps. @default what the pipeline knows, in the folder of the source */
  readonly state?: ShellState | undefined;
}

/**
 * Opens a shell for the person at the terminal, beside that of the steps: it has their variables and files, and what it exports is its own.
 * Resolves with its exit code. `subject` is the step or pipeline that it is about.
 */
export async function openPersonShell(
  context: PipelineContext,
  box: Box,
  subject: string,
  terminal: Terminal,
  { command, input = "", state }: PersonShell = {},
): Promise<number> {
  const file = `${guestPaths.root}/shell-${randomUUID()}.sh`;
  await putFile(box, file, startOf(context, state));
  // bash alone can tell functions, and reads this file where a person talks to it.
  const functions = state === undefined || state.functions === "" ? undefined : `${file}.functions`;
  if (functions !== undefined) await putFile(box, functions, functionsFile(functions, state?.functions ?? ""));
  const shell = command ?? (functions === undefined ? defaultShell : ["/bin/bash", "--rcfile", functions]);
  // The files are gone before anybody is asked: they hold what is secret.
  const start = `. ${file}; rm -f ${file}; exec ${shell.map(quoteLiteral).join(" ")}`;
  const event = { pipeline: context.pipeline.name, step: subject };
  context.emit({ kind: "step-shell-opened", ...event });
  try {
    const { signal } = context.request;
    return await box.openTerminal({ command: ["/bin/sh", "-c", start], input }, terminal, signal);
  } finally {
    context.emit({ kind: "step-shell-closed", ...event });
  }
}

/** Goes to the folder of the source where the other is gone. */
function startOf({ variables }: PipelineContext, state: ShellState | undefined): string {
  const toSource = 'cd "$WERCKER_SOURCE_DIR"';
  if (state === undefined) return [...variables.exports(), toSource].join("\n");
  const exports = [...state.variables].map(([name, value]) => exportLiteral(name, value));
  return [...exports, `cd ${quoteLiteral(state.folder)} 2> /dev/null || ${toSource}`].join("\n");
}

/** bash reads it in place of the person's own, which comes first. */
function functionsFile(path: string, functions: string): string {
  return `rm -f ${path}\n[ ! -f ~/.bashrc ] || . ~/.bashrc\n${functions}`;
}

async function putFile(box: Box, path: string, text: string): Promise<void> {
  const owner = { mode: 0o600, uid: 0, gid: 0, modifiedUnix: 0 };
  const content = Buffer.from(`${text}\n`);
  await box.putArchive(packTar([{ ...owner, path: path.slice(1), type: "file", content }]), "/");
}
