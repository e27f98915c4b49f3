import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { type ImportSummary, importAnswer, importStory } from "../report/import-answer.ts";
import { documentText } from "../report/json-document.ts";
import { writeLines } from "../report/write-lines.ts";
import type { CliContext } from "./context.ts";
import { importWouldOverwrite } from "./errors.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { findOneFile } from "./find-one-file.ts";
import type { ImportFlags } from "./import-command.ts";

/** `builder import`: the file that is there is looked for first, because the rest takes longer. */
export async function importFile(context: CliContext, flags: ImportFlags, fileArgument: string): Promise<ExitCode> {
  const { environment, workingDirectory, signal } = context;
  const file = findOneFile(fileArgument, workingDirectory);
  const target = targetOf(flags, file, workingDirectory);
  const shown = target === undefined ? undefined : relative(workingDirectory, target);
  if (target !== undefined && shown !== undefined && !flags.force && existsSync(target))
    throw importWouldOverwrite(shown);
  const { convert } = await import("../convert.ts");
  const { dev, looseGiterminism, verify } = flags;
  const conversion = await convert({ file, environment, dev, looseGiterminism, isVerified: verify, signal });
  if (target !== undefined) {
    await mkdir(dirname(target), { recursive: true });
    // `wx`: a file that somebody else wrote in the meantime is not overwritten either.
    await writeFile(target, conversion.source, { flag: flags.force ? "w" : "wx" });
  }
  const { imported, report, environmentCount, digestCount } = conversion;
  const summary: ImportSummary = {
    file: relative(workingDirectory, file),
    ...(shown === undefined ? {} : { output: shown }),
    project: imported.graph.project.name,
    images: imported.graph.images.map(({ name }) => name),
    pipelines: imported.graph.pipelines.map(({ name }) => name),
    workflows: imported.graph.workflows.map(({ name }) => name),
    isVerified: verify,
    environmentCount,
    digestCount,
    report,
  };
  if (flags.json)
    context.stdout.write(documentText(importAnswer(summary, shown === undefined ? conversion.source : undefined)));
  else context.stdout.write(shown === undefined ? conversion.source : `${shown}\n`);
  writeLines(context.stderr, importStory(summary, context.stderr.style));
  return exitCodes.done;
}

/** Nothing: it is printed. */
function targetOf({ output }: ImportFlags, file: string, workingDirectory: string): string | undefined {
  if (output === "-") return undefined;
  return output === undefined ? join(dirname(file), "build.ts") : resolve(workingDirectory, output);
}
