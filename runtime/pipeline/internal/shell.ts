import { openPersonShell } from "../box/open-person-shell.ts";
import { noTerminal } from "./errors.ts";
import type { InternalStepRequest, InternalStepResult } from "./internal-step.ts";
import { readProperties } from "./step-properties.ts";

/** Leaves the box to the person at the terminal (spec §4.10); the exit code of their shell is that of the step. */
export async function shell({ context, node, box }: InternalStepRequest): Promise<InternalStepResult> {
  const { terminal } = context.request;
  if (terminal?.size() === undefined) throw noTerminal(node);
  const command = readProperties(node, context).words("cmd");
  const { code } = node.properties;
  const exitCode = await openPersonShell(context, box, node.name, terminal, {
    ...(command === undefined ? {} : { command }),
    input: typeof code === "string" && code.trim() !== "" ? `${code.trimEnd()}\n` : "",
  });
  return exitCode === 0 ? { exitCode } : { exitCode, message: `the shell ended with exit code ${exitCode}` };
}
