import { posix } from "node:path";
import type { PipelineNode } from "../../sdk/model/pipeline-node.ts";

/** Where things are in a box (spec §3.1). */
export const guestPaths = {
  root: "/pipeline",
  cache: "/pipeline/cache",
  output: "/pipeline/output",
  /** What WERCKER_REPORT_DIR says; the reports of steps are below `/report` (spec §6.2, 27). */
  reportVariable: "/pipeline/report",
  report: "/report",
} as const;

/** Where the source is put. */
export function basePathOf({ basePath }: PipelineNode): string {
  return basePath?.replace(/(?<=.)\/+$/, "") ?? `${guestPaths.root}/source`;
}

/** Where steps start. */
export function sourcePathOf(pipeline: PipelineNode): string {
  return posix.join(basePathOf(pipeline), pipeline.sourceDir ?? "");
}
