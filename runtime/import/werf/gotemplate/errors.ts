import { BuilderError } from "../../../../sdk/errors/builder-error.ts";
import type { LimitName } from "./meter.ts";
import type { Place } from "./position.ts";

/** The template cannot be parsed: TEMPLATE.SYNTAX. */
export function syntaxError(reason: string, place: Place): BuilderError {
  return new BuilderError({
    code: "TEMPLATE.SYNTAX",
    message: `the template cannot be parsed: ${reason}`,
    next: [`correct the template at ${show(place)}`],
    where: [place],
  });
}

/** An action cannot be carried out with the values that it meets: TEMPLATE.EXECUTION. */
export function executionError(reason: string, action: string, place: Place): BuilderError {
  return new BuilderError({
    code: "TEMPLATE.EXECUTION",
    message: `the template stopped at <${action}>: ${reason}`,
    next: [`correct the template at ${show(place)}, or the values it works on`],
    where: [place],
  });
}

/** A function reported a failure, `fail` and `required` among them: TEMPLATE.FUNCTION. */
export function functionError(
  name: string,
  reason: string,
  action: string,
  place: Place,
  cause: unknown,
): BuilderError {
  return new BuilderError({
    code: "TEMPLATE.FUNCTION",
    message: `the template stopped at <${action}>: ${name}: ${reason}`,
    next: [`check the arguments of ${name} at ${show(place)}`],
    where: [place],
    cause,
  });
}

const LIMIT_TEXT: Record<LimitName, string> = {
  templateBytes: "its text is longer than %d bytes",
  steps: "it takes more than %d steps; does it loop for ever?",
  depth: "templates call each other, or values or actions are nested, more than %d deep",
  outputBytes: "it writes more than %d bytes of text",
  memoryBytes: "the values it makes take more than %d bytes",
  timeMs: "it takes longer than %d ms",
};

/** The template asks for more than its limits allow: TEMPLATE.LIMIT. */
export function limitError(limit: LimitName, value: number, place: Place | undefined): BuilderError {
  return new BuilderError({
    code: "TEMPLATE.LIMIT",
    message: `the template was stopped: ${LIMIT_TEXT[limit].replace("%d", String(value))}`,
    why: "templates run under limits, so that a mistake in one cannot occupy the machine",
    next: [
      "look for a loop, a recursion or a repetition without an end",
      `raise the limit "${limit}" if this is meant`,
    ],
    where: place === undefined ? [] : [place],
  });
}

/** The template to be executed was never parsed: TEMPLATE.NOT_DEFINED. */
export function notDefinedError(name: string, known: readonly string[]): BuilderError {
  return new BuilderError({
    code: "TEMPLATE.NOT_DEFINED",
    message: `there is no template "${name}"`,
    next: [known.length === 0 ? "parse a template of this name first" : `use one of: ${known.join(", ")}`],
  });
}

// An error in a recursion would otherwise name the same call a thousand times.
const MOST_PLACES = 10;

/** The same failure, seen from a template that called the one it happened in: its place is added as the last. */
export function calledFrom(error: BuilderError, place: Place): BuilderError {
  if (error.where.length >= MOST_PLACES) return error;
  return new BuilderError({ ...error.toDiagnostic(), where: [...error.where, place], cause: error.cause });
}

function show(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}
