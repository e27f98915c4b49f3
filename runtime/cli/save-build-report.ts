import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { buildReport, buildReportFormat } from "../report/build-report.ts";
import type { RunReport } from "../report/events.ts";
import type { CliContext } from "./context.ts";
import { buildReportNotWritten } from "./errors.ts";

/** What Docker and Podman put into their containers. */
const containerMarks = ["/.dockerenv", "/run/.containerenv"];

const defaultPath = ".builder-build-report.json";

/** Writes what was built in werf's form. Errors: `USAGE.BUILD_REPORT`. */
export async function saveBuildReport(
  { workingDirectory }: CliContext,
  report: RunReport,
  path = defaultPath,
): Promise<void> {
  const file = resolve(workingDirectory, path);
  const isInContainer = containerMarks.some((mark) => existsSync(mark));
  await writeFile(file, buildReport(report, buildReportFormat(path), { isInContainer })).catch((cause: unknown) => {
    throw buildReportNotWritten(file, cause);
  });
}
