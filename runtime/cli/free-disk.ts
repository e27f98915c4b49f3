import type { HostCleanupReport, VolumeReport } from "../cleanup/clean-host.ts";
import { documentText } from "../report/json-document.ts";
import { sizeText } from "../report/size-text.ts";
import { writeLines } from "../report/write-lines.ts";
import type { CliContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import type { HostCleanupFlags } from "./host-commands.ts";

/** `builder host cleanup`: what was removed from where, to stdout. */
export async function freeDisk(context: CliContext, flags: HostCleanupFlags): Promise<ExitCode> {
  const { cleanThisHost } = await import("../clean-host.ts");
  const { environment, signal, stdout } = context;
  const report = await cleanThisHost({
    environment,
    signal,
    dryRun: flags.dryRun,
    engineLimit: {
      allowedPercent: flags.allowedBackendStorageVolumeUsage,
      marginPercent: flags.allowedBackendStorageVolumeUsageMargin,
    },
    cacheLimit: {
      allowedPercent: flags.allowedLocalCacheVolumeUsage,
      marginPercent: flags.allowedLocalCacheVolumeUsageMargin,
    },
  });
  if (flags.json) stdout.write(documentText(report));
  else
    writeLines(
      stdout,
      report.volumes.flatMap((volume) => volumeLines(volume, report)),
    );
  return exitCodes.done;
}

function volumeLines(volume: VolumeReport, { dryRun }: HostCleanupReport): readonly string[] {
  const { what, directory, before, after, targetBytes, results } = volume;
  const name = `${what} (${directory})`;
  const percent = Math.round((before.usedBytes / before.totalBytes) * 100);
  if (targetBytes === undefined) return [`${name}: ${percent} % of the volume in use, nothing to do`];
  const removed = results.filter(({ action }) => action === "remove").length;
  const outcome = dryRun
    ? `${removed} may be removed, until ${sizeText(targetBytes)} are in use`
    : `${removed} removed, ${sizeText(Math.max(0, before.usedBytes - after.usedBytes))} freed`;
  return [
    ...results.map(
      (result) => `${result.action === "remove" ? "remove" : "keep  "} ${result.kind} ${result.name}: ${result.reason}`,
    ),
    `${name}: ${percent} % of the volume in use, ${outcome}`,
  ];
}
