import { documentText } from "../report/json-document.ts";
import { findBuiltImage } from "./choose-image.ts";
import type { CliContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { findBuildFile } from "./find-build-file.ts";
import type { StageImageFlags } from "./stage-commands.ts";
import { tellNotes } from "./tell-notes.ts";
import { withBuilder } from "./with-builder.ts";

/** `builder stage image`: the reference to stdout. */
export async function printStageImage(
  context: CliContext,
  flags: StageImageFlags,
  ...args: string[]
): Promise<ExitCode> {
  const { file, targets } = findBuildFile(args, context.workingDirectory);
  const image = await withBuilder(context, flags, file, tellNotes(context), (builder) =>
    findBuiltImage(builder, targets),
  );
  const { name, reference, digest, platform } = image;
  const answer = { schemaVersion: 1, command: "stage image", ok: true, name, reference, digest, platform };
  context.stdout.write(flags.json ? documentText(answer) : `${reference}\n`);
  return exitCodes.done;
}
