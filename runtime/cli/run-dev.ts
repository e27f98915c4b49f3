import type { CliContext } from "./context.ts";
import type { DevFlags } from "./dev-command.ts";
import { findBuildFile } from "./find-build-file.ts";
import { runBuild } from "./run-build.ts";

/** `builder dev`: `builder run` of a pipeline that sees the work tree itself. */
export async function runDev(context: CliContext, flags: DevFlags, ...args: string[]): Promise<number> {
  const { file, targets } = findBuildFile(args, context.workingDirectory);
  const { copy, ...shared } = flags;
  return runBuild(
    context,
    { ...shared, dev: true, directMount: !copy },
    file,
    ...(targets.length === 0 ? ["dev"] : targets),
  );
}
