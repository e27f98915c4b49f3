import type { ShellSession } from "./box/shell-session.ts";
import { isVariableName, type Variables } from "./variables.ts";

/** Of the shell itself: they mean nothing outside of it. */
const ofTheShell = new Set(["_", "SHLVL", "PWD", "OLDPWD"]);

/**
 * Takes over what earlier steps have exported, so that `$NAME` in the properties of an internal step and in after-steps finds it. False where
 * the box cannot say what its variables are.
 */
export async function syncEnvironment(session: ShellSession, variables: Variables): Promise<boolean> {
  // Values may hold newlines; an `env` that cannot separate by NUL is asked again.
  const output = await session.capture(["env -0 2> /dev/null || env"]);
  if (output === undefined || output.length === 0) return false;
  const text = output.toString("utf8");
  for (const line of text.split(text.includes("\0") ? "\0" : "\n")) {
    const at = line.indexOf("=");
    const name = line.slice(0, at);
    if (at < 1 || !isVariableName(name) || ofTheShell.has(name)) continue;
    const value = line.slice(at + 1);
    if (variables.lookUp(name) !== value)
      variables.set(name, value, { literal: true, hidden: variables.isHidden(name) });
  }
  return true;
}
