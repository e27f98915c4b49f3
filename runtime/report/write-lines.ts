import type { Output } from "./reporter.ts";

/** Whole lines in one write, so that those of another process do not come in between. */
export function writeLines(output: Output, lines: readonly string[]): void {
  if (lines.length > 0) output.write(lines.map((line) => `${line}\n`).join(""));
}
