import { buildImages } from "./build-images.ts";
import { chooseImage } from "./choose-image.ts";
import type { CliContext } from "./context.ts";
import { notWithCommand } from "./errors.ts";
import type { BuildRequest } from "./find-build-file.ts";
import type { RunFlags } from "./run-flags.ts";
import { tellNotes } from "./tell-notes.ts";
import { withBuilder } from "./with-builder.ts";

/** `builder run IMAGE -- COMMAND`: builds what is missing and runs the image; ends as the command does. */
export async function runInImage(
  context: CliContext,
  flags: RunFlags,
  { file, targets }: BuildRequest,
  command: readonly string[],
): Promise<number> {
  // The output is the command's, and there is one terminal.
  if (flags.json) throw notWithCommand("--json");
  if (flags.follow) throw notWithCommand("--follow");
  let name = "";
  const { report, exitCode } = await buildImages("run", context, flags, file, async (builder) => {
    name = chooseImage((await builder.load()).graph, targets);
    return [name];
  });
  const image = report?.images.find((each) => each.name === name);
  if (report?.ok !== true || image === undefined) return exitCode;
  return withBuilder(context, flags, file, tellNotes(context), (builder) =>
    builder.runImage(image, command, context.terminal("stdout")),
  );
}
