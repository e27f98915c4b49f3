import type { PipelineContext } from "../pipeline-context.ts";

/** What the engine calls an image that `docker-build` makes: it is known in this run alone (wercker's form, spec §4.5). */
export function runImageName({ runId }: PipelineContext, name: string): string {
  const isTagged = name.lastIndexOf(":") > name.lastIndexOf("/");
  return `${runId}${name.toLowerCase()}${isTagged ? "" : ":latest"}`;
}
