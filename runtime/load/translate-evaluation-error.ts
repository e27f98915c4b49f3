import type { BuilderError } from "../../sdk/errors/builder-error.ts";
import { evaluationFailed } from "./errors.ts";
import type { SourcePositions } from "./source-positions.ts";

/** An exception of the user's own code: its message, with the frames that lie in the user's sources. */
export function translateEvaluationError(error: unknown, positions: SourcePositions): BuilderError {
  if (!(error instanceof Error)) {
    return evaluationFailed(`Evaluating the file threw ${JSON.stringify(error) ?? String(error)}`, {
      cause: error,
      frames: [],
      next: ["Throw an Error: it knows its place."],
      where: [],
    });
  }
  const frames = positions.frames(error.stack ?? "");
  return evaluationFailed(`Evaluating the file failed: ${error.name}: ${error.message}`, {
    cause: error,
    frames: frames.map((frame) => frame.text),
    next: remedies(error),
    where: frames.slice(0, 1).map((frame) => frame.origin),
  });
}

function remedies(error: Error): readonly string[] {
  const [, missing] = /^(\w+) is not defined$/.exec(error.message) ?? [];
  if (missing !== undefined)
    return [`Import it: import { ${missing} } from "builder"`, "Or see whether the name is right."];
  const usedTooEarly =
    /^Cannot access '.*' before initialization$/.test(error.message) || /\bof undefined\b/.test(error.message);
  if (!usedTooEarly) return [];
  return [
    "Is it defined further down? Move its definition above the line that uses it.",
    "Do two files import each other? Images that refer to each other form a cycle, which cannot be built.",
  ];
}
