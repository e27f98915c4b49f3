import { basename } from "node:path";
import { BuilderError } from "../../sdk/errors/builder-error.ts";
import type { GraphDifference } from "./graph-differences.ts";

const shown = 5;

/** What would be written does not mean what was read: nothing is written. */
export function notEqual(file: string, differences: readonly GraphDifference[]): BuilderError {
  const lines = differences.slice(0, shown).map(({ path, expected, actual }) => {
    return `${path}: ${basename(file)} says ${short(expected)}, the build.ts ${short(actual)}`;
  });
  const more = differences.length > shown ? [`and ${differences.length - shown} more`] : [];
  return new BuilderError({
    code: "IMPORT.NOT_EQUAL",
    message: `The build.ts made of ${basename(file)} does not describe the same`,
    why: [...lines, ...more].join("\n"),
    next: [
      "Please report it: this is a fault of builder, not of the file.",
      "To see the build.ts as it is: builder import --no-verify",
    ],
  });
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
