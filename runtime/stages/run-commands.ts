import type { CommandNode } from "../../sdk/model/image-node.ts";
import type { StageName } from "../plan/stage-name.ts";
import { commandFailed, patchFailed } from "./errors.ts";
import { createLastLines } from "./last-lines.ts";
import type { StageBuildContext } from "./stage.ts";

/** Lines of output that an error repeats. */
const shownLines = 20;

/**
 * Runs what finishes a patch and then the user's commands, in one script and one start of the container; none: not at all.
 * Errors: `BUILD.COMMAND_FAILED`, `BUILD.PATCH_FAILED`.
 */
export async function runCommands(
  context: StageBuildContext,
  stage: StageName,
  patchCommands: readonly string[],
  commands: readonly CommandNode[],
): Promise<void> {
  if (patchCommands.length + commands.length === 0) return;
  const { container, image, env, onLine, signal } = context;
  const lastLines = createLastLines(shownLines);
  const script = { commands: [...patchCommands, ...commands.map((command) => command.text)], env };
  const { exitCode, failedCommand } = await container.run(
    script,
    (stream, line) => {
      lastLines.add(line);
      onLine(stream, line);
    },
    signal,
  );
  if (exitCode === 0) return;
  const index = failedCommand === undefined ? undefined : failedCommand - patchCommands.length;
  const isPatch = index === undefined ? commands.length === 0 : index < 0;
  if (isPatch) throw patchFailed(image, stage, lastLines.all());
  throw commandFailed({ image, stage, commands, index, exitCode, lastLines: lastLines.all() });
}
