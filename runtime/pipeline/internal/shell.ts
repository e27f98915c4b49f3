import { randomUUID } from "node:crypto";
import { packTar } from "../../util/archive.ts";
import { guestPaths } from "../guest-paths.ts";
import { quoteLiteral } from "../text/shell-quote.ts";
import { noTerminal } from "./errors.ts";
import type { InternalStepRequest, InternalStepResult } from "./internal-step.ts";
import { readProperties } from "./step-properties.ts";

/** bash where the box has it (seed 000), sh elsewhere. */
const defaultShell = ["/bin/sh", "-c", "if [ -e /bin/bash ]; then exec /bin/bash; else exec /bin/sh; fi"];

/**
 * Opens a shell for the person at the terminal, beside that of the steps: it has their variables and files, and what it exports is its own
 * (spec §4.10). Its exit code is that of the step.
 */
export async function shell(request: InternalStepRequest): Promise<InternalStepResult> {
  const { context, node, box } = request;
  const { terminal, signal } = context.request;
  if (terminal?.size() === undefined) throw noTerminal(node);
  const properties = readProperties(node, context);
  const command = properties.words("cmd") ?? defaultShell;
  const file = await putVariables(request);
  // The file is gone before anybody is asked: it holds what is secret.
  const start = `. ${file}; rm -f ${file}; cd "$WERCKER_SOURCE_DIR"; exec ${command.map(quoteLiteral).join(" ")}`;
  const { code } = node.properties;
  const input = typeof code === "string" && code.trim() !== "" ? `${code.trimEnd()}\n` : "";
  const event = { pipeline: context.pipeline.name, step: node.name };
  context.emit({ kind: "step-shell-opened", ...event });
  try {
    const exitCode = await box.openTerminal({ command: ["/bin/sh", "-c", start], input }, terminal, signal);
    return exitCode === 0 ? { exitCode } : { exitCode, message: `the shell ended with exit code ${exitCode}` };
  } finally {
    context.emit({ kind: "step-shell-closed", ...event });
  }
}

async function putVariables({ box, context }: InternalStepRequest): Promise<string> {
  const path = `${guestPaths.root}/shell-${randomUUID()}.sh`;
  const content = Buffer.from(`${context.variables.exports().join("\n")}\n`);
  const owner = { mode: 0o600, uid: 0, gid: 0, modifiedUnix: 0 };
  await box.putArchive(packTar([{ ...owner, path: path.slice(1), type: "file", content }]), "/");
  return path;
}
