import type { Builder, FailedStageChoice } from "../builder.ts";
import { createReporter } from "../report/create-reporter.ts";
import type { EventListener } from "../report/events.ts";
import { findBuiltImage } from "./choose-image.ts";
import type { CliContext } from "./context.ts";
import { manyImages } from "./errors.ts";
import { findBuildFile } from "./find-build-file.ts";
import { parseStageChoice } from "./inspection-flags.ts";
import type { ShellFlags } from "./shell-command.ts";
import { withBuilder } from "./with-builder.ts";

/** `builder shell`: ends as the shell does. */
export async function openShell(context: CliContext, flags: ShellFlags, ...args: string[]): Promise<number> {
  const { file, targets } = findBuildFile(args, context.workingDirectory);
  const terminal = context.terminal("stdout");
  // What a stage has left can be looked at whatever has been edited since.
  const options = { ...flags, looseGiterminism: flags.lastFailed };
  const open = async (builder: Builder): Promise<number> => {
    if (flags.lastFailed) return builder.openFailed(failedChoice(targets), terminal);
    const pipeline = await pipelineAmong(builder, targets);
    if (pipeline !== undefined) return builder.enterPipeline(pipeline, terminal);
    return builder.openImage(await findBuiltImage(builder, targets), terminal);
  };
  return withBuilder(context, options, file, tell(context, terminal.size() !== undefined), open);
}

/** Images and pipelines share their names. */
async function pipelineAmong(builder: Builder, [target, ...others]: readonly string[]): Promise<string | undefined> {
  if (target === undefined || others.length > 0) return undefined;
  const { graph } = await builder.load();
  return graph.pipelines.find(({ name }) => name === target)?.name;
}

/** `IMAGE` or `IMAGE/STAGE`; names of images may hold slashes. */
function failedChoice(targets: readonly string[]): FailedStageChoice {
  const [target, ...others] = targets;
  if (others.length > 0) throw manyImages(targets);
  if (target === undefined) return {};
  try {
    return parseStageChoice(target);
  } catch {
    return { image: target };
  }
}

/** Who has a terminal is told what they see. */
function tell({ stderr }: CliContext, isPerson: boolean): EventListener {
  const { onEvent } = createReporter({ mode: "plain", output: stderr, style: stderr.style, now: Date.now });
  return (event) => {
    const isNote = event.kind === "note" || event.kind === "warning" || event.kind === "pull";
    if (isNote || (isPerson && (event.kind === "shell-opened" || event.kind === "step-shell-opened"))) onEvent(event);
  };
}
