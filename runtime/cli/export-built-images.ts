import { resolve } from "node:path";
import type { ExportedImage } from "../builder.ts";
import { selectImages } from "../plan/select-images.ts";
import { documentText } from "../report/json-document.ts";
import { buildImages } from "./build-images.ts";
import type { CliContext } from "./context.ts";
import type { ExportFlags } from "./export-command.ts";
import { findBuildFile } from "./find-build-file.ts";
import { tellNotes } from "./tell-notes.ts";
import { withBuilder } from "./with-builder.ts";

/** `builder export`: what the images are called now to stdout. */
export async function exportBuiltImages(context: CliContext, flags: ExportFlags, ...args: string[]): Promise<number> {
  const { file, targets } = findBuildFile(args, context.workingDirectory);
  const { tag: tags = [], output, addLabel = [] } = flags;
  const archive = output === undefined ? undefined : resolve(context.workingDirectory, output);
  const request = { tags, labels: Object.fromEntries(addLabel), ...(archive === undefined ? {} : { archive }) };
  let chosen: readonly string[] = [];
  const { report, exitCode } = await buildImages("export", context, flags, file, async (builder) => {
    const { graph } = await builder.load();
    chosen = selectImages(graph.images, targets).map(({ name }) => name);
    const { checkExport } = await import("../export-images.ts");
    checkExport(chosen, request);
    return targets;
  });
  if (report?.ok !== true) return exitCode;
  const images = report.images.filter(({ name }) => chosen.includes(name));
  const exported = await withBuilder(context, flags, file, tellNotes(context), (builder) =>
    builder.exportImages(images, request),
  );
  context.stdout.write(flags.json ? documentText(documentOf(exported, output)) : answer(exported, output));
  return exitCode;
}

function documentOf(images: readonly ExportedImage[], archive: string | undefined): object {
  return { schemaVersion: 1, command: "export", ok: true, ...(archive === undefined ? {} : { archive }), images };
}

function answer(images: readonly ExportedImage[], archive: string | undefined): string {
  const lines = images.flatMap(({ name, references }) => references.map((reference) => `${name} ${reference}\n`));
  return archive === undefined ? lines.join("") : `${lines.join("")}${archive}\n`;
}
