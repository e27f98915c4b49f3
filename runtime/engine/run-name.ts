import type { ImageId } from "./engine.ts";

/** Where names are that images have while a run lasts, for Dockerfiles, which cannot start from an id. */
export const runNames = "builder-for-run";

/** The name of an image for a run, the same each time. */
export function runNameOf(image: ImageId, runId: string): string {
  return `${runNames}:${runId}-${image.replace(/^sha256:/, "").slice(0, 32)}`;
}

/** The run that a name is for; undefined for names of other kinds. */
export function runOfName(reference: string): string | undefined {
  if (!reference.startsWith(`${runNames}:`)) return undefined;
  return reference.slice(runNames.length + 1, reference.lastIndexOf("-"));
}
