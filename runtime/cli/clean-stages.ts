import type { Builder } from "../builder.ts";
import type { CleanupReport, CleanupResult } from "../report/cleanup-report.ts";
import { countText } from "../report/count-text.ts";
import type { BuildEvent } from "../report/events.ts";
import { documentText } from "../report/json-document.ts";
import { warningText } from "../report/warning-text.ts";
import { writeLines } from "../report/write-lines.ts";
import type { CleanupFlags } from "./cleanup-command.ts";
import type { CliContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { findOneFile } from "./find-one-file.ts";
import type { TidyFlags } from "./tidy-flags.ts";
import { withBuilder } from "./with-builder.ts";

/** `builder cleanup`: what goes and what stays, and why, to stdout. */
export function cleanStages(context: CliContext, flags: CleanupFlags, file?: string): Promise<ExitCode> {
  const { fetch, dryRun } = flags;
  return tidy(context, flags, file, (builder) => builder.cleanup({ dryRun, fetch }));
}

/** `builder purge`. */
export function purgeStages(context: CliContext, flags: TidyFlags, file?: string): Promise<ExitCode> {
  const { dryRun } = flags;
  return tidy(context, flags, file, (builder) => builder.purge({ dryRun }));
}

async function tidy(
  context: CliContext,
  flags: TidyFlags,
  file: string | undefined,
  work: (builder: Builder) => Promise<CleanupReport>,
): Promise<ExitCode> {
  const { stdout, stderr, workingDirectory } = context;
  const found = findOneFile(file, workingDirectory);
  const onEvent = (event: BuildEvent): void => {
    if (event.kind === "warning") writeLines(stderr, warningText(event.diagnostic, stderr.style));
  };
  const report = await withBuilder(context, flags, found, onEvent, work);
  if (flags.json) stdout.write(documentText(report));
  else writeLines(stdout, answerLines(report));
  return report.ok ? exitCodes.done : exitCodes.buildFailed;
}

function answerLines({ dryRun, address, results }: CleanupReport): readonly string[] {
  const ordered = [...results].sort((a, b) => order.indexOf(a.action) - order.indexOf(b.action));
  const count = (action: CleanupResult["action"]): number => results.filter((each) => each.action === action).length;
  const removed = dryRun ? "would be removed" : "removed";
  const failed = count("failed") === 0 ? "" : `, ${count("failed")} could not be removed`;
  return [
    ...ordered.map((result) => `${words[result.action]} ${result.kind} ${result.name}: ${result.reason}`),
    `${address}: ${countText(count("remove"), "thing")} ${removed}, ${count("keep")} kept${failed}`,
  ];
}

const order: readonly CleanupResult["action"][] = ["keep", "remove", "failed"];
const words = { keep: "keep  ", remove: "remove", failed: "FAILED" } as const;
