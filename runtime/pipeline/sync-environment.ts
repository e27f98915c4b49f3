import type { ShellSession } from "./box/shell-session.ts";
import { parseEnvironment } from "./text/parse-environment.ts";
import type { Variables } from "./variables.ts";

/**
 * Takes over what earlier steps have exported, so that `$NAME` in the properties of an internal step and in after-steps finds it. False where
 * the box cannot say what its variables are.
 */
export async function syncEnvironment(session: ShellSession, variables: Variables): Promise<boolean> {
  // Values may hold newlines; an `env` that cannot separate by NUL is asked again.
  const output = await session.capture(["env -0 2> /dev/null || env"]);
  if (output === undefined || output.length === 0) return false;
  for (const [name, value] of parseEnvironment(output.toString("utf8"))) {
    if (variables.lookUp(name) !== value)
      variables.set(name, value, { literal: true, hidden: variables.isHidden(name) });
  }
  return true;
}
