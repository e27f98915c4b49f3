import { BuilderError, type Diagnostic } from "../../../sdk/errors/builder-error.ts";
import { formatOrigin, type Origin } from "../../../sdk/errors/origin.ts";

/** One failure of all that is wrong with a file: the first, the others in its `why`. */
export function wrongFile(first: Diagnostic, others: readonly Diagnostic[]): BuilderError {
  if (others.length === 0) return new BuilderError(first);
  const shown = others.slice(0, 20).map(({ code, message, where = [], next = [] }) => {
    const places = where.map((origin) => ` ${formatOrigin(origin)}`).join("");
    return `also ${code}: ${message}${places}${next[0] === undefined ? "" : ` (${next[0]})`}`;
  });
  const more = others.length > shown.length ? [`and ${others.length - shown.length} more`] : [];
  const why = first.why === undefined ? [] : [first.why];
  return new BuilderError({ ...first, why: [...why, ...shown, ...more].join("\n") });
}

/** The text is no YAML. */
export function wrongYaml(message: string, where: Origin, next?: string): BuilderError {
  return new BuilderError({
    code: "WERCKER.YAML",
    message: `${where.file} cannot be read as YAML: ${message}`,
    ...(next === undefined ? {} : { next: [next] }),
    where: [where],
  });
}

/** Nothing is in it but comments. */
export function emptyFile(file: string): BuilderError {
  return new BuilderError({
    code: "WERCKER.EMPTY",
    message: `${file} is empty`,
    next: ["Give it a box and a pipeline with steps."],
    where: [{ file, line: 1, column: 1 }],
  });
}

/** Nothing in it can be run. */
export function noPipelines(file: string): Diagnostic {
  return {
    code: "WERCKER.NO_PIPELINES",
    message: `${file} has no pipelines`,
    next: ["A pipeline is a map with steps: build: { steps: [ … ] }"],
    where: [{ file, line: 1, column: 1 }],
  };
}

/** Larger or deeper than any file that a person writes. */
export function beyondLimit(what: string, where: Origin): BuilderError {
  return new BuilderError({
    code: "WERCKER.LIMIT",
    message: `${where.file} ${what}`,
    why: "No file that a person has written comes near it; aliases that name each other do.",
    where: [where],
  });
}
