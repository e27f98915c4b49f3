import type { RunReport } from "./events.ts";

/** What `run` prints to stdout: a line `NAME REFERENCE` for each image that is a result, `NAME passed` for each pipeline. */
export function runAnswer({ images, pipelines = [] }: RunReport): string {
  const finals = images.filter((image) => image.final && image.reference !== undefined);
  const built = finals.map(({ name, reference, published = [] }) => `${name} ${published[0] ?? reference}\n`);
  const ran = pipelines.map(({ name, run = name, ok }) => `${run} ${ok ? "passed" : "failed"}\n`);
  return [...built, ...ran].join("");
}
