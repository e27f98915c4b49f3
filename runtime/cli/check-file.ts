import { relative } from "node:path";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import { countText } from "../report/count-text.ts";
import { documentText } from "../report/json-document.ts";
import type { CliContext } from "./context.ts";
import { typeErrors } from "./errors.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { findBuildFile } from "./find-build-file.ts";
import type { JsonFlag } from "./json-flag.ts";
import { withBuilder } from "./with-builder.ts";

/** `builder check`: types first, because their errors say most; then the graph itself. */
export async function checkFile(context: CliContext, { json }: JsonFlag, fileArgument?: string): Promise<ExitCode> {
  const { file } = findBuildFile(fileArgument === undefined ? [] : [fileArgument], context.workingDirectory);
  const shown = relative(context.workingDirectory, file);
  const { checkTypes } = await import("./check-types.ts");
  const { count, listing } = checkTypes(file, context.workingDirectory, context.stderr.style.colour && !json);
  if (count > 0) throw typeErrors(shown, count, listing);
  const { graph } = await withBuilder(
    context,
    {},
    file,
    () => {},
    (builder) => builder.load(),
  );
  context.stdout.write(json ? documentText(answer(shown, graph)) : `${shown}: ${contents(graph)}, no problems\n`);
  return exitCodes.done;
}

function contents({ images, pipelines }: BuildGraph): string {
  const counts = [countText(images.length, "image")];
  return [...counts, ...(pipelines.length === 0 ? [] : [countText(pipelines.length, "pipeline")])].join(", ");
}

function answer(file: string, { images, pipelines, workflows }: BuildGraph): object {
  const names = (nodes: readonly { readonly name: string }[]) => nodes.map(({ name }) => name);
  return {
    schemaVersion: 1,
    command: "check",
    ok: true,
    file,
    images: names(images),
    pipelines: names(pipelines),
    workflows: names(workflows),
  };
}
