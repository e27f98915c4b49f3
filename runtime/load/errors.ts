import { BuilderError, type Diagnostic } from "../../sdk/errors/builder-error.ts";
import { formatOrigin, type Origin } from "../../sdk/errors/origin.ts";

export function fileNotFound(file: string): BuilderError {
  return new BuilderError({
    code: "LOAD.FILE_NOT_FOUND",
    message: `There is no file ${file}`,
    next: ["Name the build.ts to load, or make one: npx builder init"],
  });
}

export function syntaxError(text: string, where: readonly Origin[], details: readonly string[]): BuilderError {
  return new BuilderError({
    code: "LOAD.SYNTAX",
    message: `The file cannot be read as TypeScript: ${text}`,
    ...(details.length === 0 ? {} : { why: details.join("\n") }),
    next: ["Correct the line; `npx builder check` shows all findings of the type checker."],
    where,
  });
}

export function unresolvedImport(specifier: string, where: readonly Origin[]): BuilderError {
  const isPath = /^\.{0,2}\//.test(specifier);
  return new BuilderError({
    code: "LOAD.UNRESOLVED",
    message: `The import "${specifier}" leads to no file`,
    next: isPath
      ? ["Check the path: it is relative to the file that imports it."]
      : [`Install the package: npm install --save-dev ${specifier}`, "Or add it to `paths` in tsconfig.json."],
    where,
  });
}

export function unknownExport(
  module: string,
  name: string,
  where: readonly Origin[],
  suggestion?: string,
): BuilderError {
  return new BuilderError({
    code: "LOAD.UNKNOWN_EXPORT",
    message: `"${module}" has no export "${name}"`,
    next: [
      ...(suggestion === undefined ? [] : [`Did you mean "${suggestion}"?`]),
      "If it is a type, import it with `import type`.",
    ],
    where,
  });
}

export function evaluationFailed(
  message: string,
  options: {
    readonly cause: unknown;
    readonly frames: readonly string[];
    readonly next?: readonly string[];
    readonly where: readonly Origin[];
  },
): BuilderError {
  return new BuilderError({
    code: "LOAD.FAILED",
    message,
    // A single frame is the place itself.
    ...(options.frames.length < 2 ? {} : { why: options.frames.map((frame) => `at ${frame}`).join("\n") }),
    next: options.next,
    where: options.where,
    cause: options.cause,
  });
}

export function neverSettled(file: string, sign: string): BuilderError {
  return new BuilderError({
    code: "LOAD.NEVER_SETTLED",
    message: `${file} waits for something that never happens`,
    why: `A top-level \`await\` is not over, and ${sign}.`,
    next: ["See which promise is awaited at the top level and who should resolve it."],
  });
}

export function wrongDefault(description: string, where: readonly Origin[]): BuilderError {
  return new BuilderError({
    code: "LOAD.WRONG_DEFAULT",
    message: `The default export is ${description} and not a project`,
    next: ['Write `export default project("name")`, or leave it out.', "Export images by name: export const app = …"],
    where,
  });
}

export function projectNotDefault(name: string, where: readonly Origin[]): BuilderError {
  return new BuilderError({
    code: "LOAD.PROJECT_NOT_DEFAULT",
    message: `The project "${name}" is exported by a name`,
    why: "A build.ts has one project, its default export.",
    next: [`Write \`export default project("${name}")\`.`],
    where,
  });
}

export function noImages(file: string): BuilderError {
  return new BuilderError({
    code: "LOAD.EMPTY",
    message: `${file} exports no image and no pipeline`,
    why: "Exports are what builder builds and runs; what is only defined is not seen.",
    next: ['Export one: export const app = image("app").from("debian:bookworm-slim")'],
  });
}

/** One error for all findings: the first in full, the others by one line each. */
export function invalidGraph(first: Diagnostic, others: readonly Diagnostic[]): BuilderError {
  if (others.length === 0) return new BuilderError(first);
  const lines = others.map(({ code, message, where = [] }) => {
    const places = where.map((origin) => ` ${formatOrigin(origin)}`).join("");
    return `also ${code}: ${message}${places}`;
  });
  return new BuilderError({ ...first, why: [...(first.why === undefined ? [] : [first.why]), ...lines].join("\n") });
}

export function cacheNotWritable(cacheDir: string, cause: unknown): BuilderError {
  return new BuilderError({
    code: "LOAD.CACHE_FAILED",
    message: `The bundle of build.ts cannot be written to ${cacheDir}`,
    why: cause instanceof Error ? cause.message : String(cause),
    next: ["Make the folder writable and see that the disk has space."],
    cause,
  });
}
