import { renderGraph } from "../graph-view/render-graph.ts";
import type { CliContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { findOneFile } from "./find-one-file.ts";
import type { GraphFlags } from "./graph-command.ts";
import { withBuilder } from "./with-builder.ts";

/** `builder graph`: the graph of a build.ts to stdout. */
export async function printGraph(context: CliContext, { format }: GraphFlags, file?: string): Promise<ExitCode> {
  const found = findOneFile(file, context.workingDirectory);
  const { graph } = await withBuilder(
    context,
    {},
    found,
    () => {},
    (builder) => builder.load(),
  );
  context.stdout.write(await renderGraph(graph, format));
  return exitCodes.done;
}
