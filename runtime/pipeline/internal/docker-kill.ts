import { containerNotStarted } from "./errors.ts";
import type { InternalStepRequest, InternalStepResult } from "./internal-step.ts";
import { readProperties } from "./step-properties.ts";

/** Ends and removes a container that `docker-run` has started (spec §4.8). */
export async function dockerKill({
  context,
  node,
  containers,
  onLines,
}: InternalStepRequest): Promise<InternalStepResult> {
  const name = readProperties(node, context).text("name") ?? "";
  const stop = containers.get(name);
  if (stop === undefined) throw containerNotStarted(node, name, [...containers.keys()]);
  containers.delete(name);
  await stop();
  onLines([`Ended ${name}`]);
  return { exitCode: 0 };
}
