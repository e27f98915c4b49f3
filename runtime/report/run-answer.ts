import type { RunReport } from "./events.ts";

/** What `run` prints to stdout: a line `NAME REFERENCE` for each image that is a result. */
export function runAnswer({ images }: RunReport): string {
  const finals = images.filter((image) => image.final && image.reference !== undefined);
  return finals.map(({ name, reference, published = [] }) => `${name} ${published[0] ?? reference}\n`).join("");
}
