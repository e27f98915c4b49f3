import type { Diagnostic } from "../../sdk/errors/builder-error.ts";
import { formatOrigin } from "../../sdk/errors/origin.ts";
import { sanitizeOutput } from "./sanitize-output.ts";
import type { Style } from "./style.ts";

/** A failure, with the place in the graph where it happened if it happened while building. */
export interface Failure extends Diagnostic {
  readonly image?: string;
  readonly stage?: string;
  readonly pipeline?: string;
  readonly step?: string;
}

/** A failure as a person reads it: what, where, why (for a command: its text and last lines), what to do. */
export function failureText(failure: Failure, style: Style): readonly string[] {
  const { code, message, why, next = [], where = [] } = failure;
  const { glyphs, paint } = style;
  return [
    `${paint("red", glyphs.failed)} ${subject(failure, style)}${indentRest(message)} ${paint("dim", `[${code}]`)}`,
    ...where.map((origin) => `  at ${paint("cyan", formatOrigin(origin))}`),
    ...whyLines(why, style),
    ...next.map((step) => `  ${paint("green", glyphs.arrow)} ${indentRest(step)}`),
  ];
}

/** Most messages name their image or pipeline themselves. */
function subject({ image, stage, pipeline, step, message }: Failure, { paint }: Style): string {
  const [of, part] = image === undefined ? [pipeline, step] : [image, stage];
  if (of === undefined || message.includes(of)) return "";
  return `${paint("bold", part === undefined ? of : `${of}/${part}`)}: `;
}

/** It may hold the output of a container. */
function whyLines(why: string | undefined, { colour }: Style): readonly string[] {
  if (why === undefined || why === "") return [];
  return why.split("\n").map((line) => `  ${sanitizeOutput(line, colour)}`);
}

function indentRest(text: string): string {
  return text.replaceAll("\n", "\n    ");
}
