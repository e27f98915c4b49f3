import { relative } from "node:path";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { ImportedFile } from "../import/imported-file.ts";
import { countText } from "../report/count-text.ts";
import { documentText } from "../report/json-document.ts";
import { isYaml } from "../util/is-yaml.ts";
import type { CliContext } from "./context.ts";
import { typeErrors } from "./errors.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { findOneFile } from "./find-one-file.ts";
import type { JsonFlag } from "./json-flag.ts";
import { withBuilder } from "./with-builder.ts";

/** `builder check`: types first, because their errors say most; then the graph itself. */
export async function checkFile(context: CliContext, { json }: JsonFlag, fileArgument?: string): Promise<ExitCode> {
  const file = findOneFile(fileArgument, context.workingDirectory);
  const shown = relative(context.workingDirectory, file);
  if (!isYaml(file)) await requireTypes(context, file, shown, json);
  const loaded = await withBuilder(
    context,
    {},
    file,
    () => {},
    (builder) => builder.load(),
  );
  const { graph } = loaded;
  if (json) {
    const report = "report" in loaded ? { report: loaded.report } : {};
    context.stdout.write(documentText({ ...answer(shown, graph), ...report }));
    return exitCodes.done;
  }
  if ("report" in loaded) await printWarnings(context, loaded);
  context.stdout.write(`${shown}: ${contents(graph)}, no problems\n`);
  return exitCodes.done;
}

async function requireTypes(context: CliContext, file: string, shown: string, json: boolean): Promise<void> {
  const { checkTypes } = await import("./check-types.ts");
  const { count, listing } = checkTypes(file, context.workingDirectory, context.stderr.style.colour && !json);
  if (count > 0) throw typeErrors(shown, count, listing);
}

/** What another tool's file says and builder does otherwise. */
async function printWarnings({ stderr }: CliContext, loaded: ImportedFile): Promise<void> {
  const { importWarnings } = await import("../import/import-warnings.ts");
  const { warningText } = await import("../report/warning-text.ts");
  for (const diagnostic of importWarnings(loaded)) {
    stderr.write(`${warningText(diagnostic, stderr.style).join("\n")}\n`);
  }
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
