import type { Diagnostic } from "../../sdk/errors/builder-error.ts";
import { formatOrigin } from "../../sdk/errors/origin.ts";
import type { Style } from "./style.ts";

/** A finding that does not stop the run. */
export function warningText({ message, why, next = [], where = [] }: Diagnostic, style: Style): readonly string[] {
  const { glyphs, paint } = style;
  return [
    `${paint("yellow", glyphs.warning)} ${message}`,
    ...where.map((origin) => `  at ${paint("cyan", formatOrigin(origin))}`),
    ...(why === undefined ? [] : [`  ${why}`]),
    ...next.map((step) => `  ${paint("green", glyphs.arrow)} ${step}`),
  ];
}
