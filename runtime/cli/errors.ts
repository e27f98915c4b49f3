import { BuilderError } from "../../sdk/errors/builder-error.ts";

export function usageError(message: string, command: string | undefined): BuilderError {
  const help = command === undefined ? "builder --help" : `builder ${command} --help`;
  return new BuilderError({ code: "USAGE.ARGUMENTS", message, next: [`see: ${help}`] });
}

export function fileNotFound(path: string, similar: readonly string[]): BuilderError {
  return new BuilderError({
    code: "USAGE.FILE_NOT_FOUND",
    message: `there is no file ${path}`,
    next: similar.map((name) => `did you mean ${name}?`),
  });
}

export function noBuildFile(directory: string): BuilderError {
  return new BuilderError({
    code: "USAGE.NO_BUILD_FILE",
    message: `there is no build.ts in ${directory} nor in a folder above it`,
    next: ["write one: builder init", "or name the file: builder run path/to/build.ts"],
  });
}

export function fileExists(path: string): BuilderError {
  return new BuilderError({
    code: "USAGE.FILE_EXISTS",
    message: `${path} exists already and is left as it is`,
    next: ["see what it builds: builder plan", "or start over in another folder"],
  });
}

export function importWouldOverwrite(path: string): BuilderError {
  return new BuilderError({
    code: "USAGE.FILE_EXISTS",
    message: `${path} exists already and is left as it is`,
    next: ["overwrite it: --force", "or write to another file: -o PATH, -o - for stdout"],
  });
}

export function typeErrors(file: string, count: number, listing: string): BuilderError {
  return new BuilderError({
    code: "LOAD.TYPES",
    message: `${file} has ${count === 1 ? "a type error" : `${count} type errors`}`,
    why: listing,
  });
}

export function interrupted(): BuilderError {
  return new BuilderError({ code: "INTERRUPTED", message: "interrupted; what was built so far is kept" });
}

/** A command that is about one image. */
export function manyImages(names: readonly string[]): BuilderError {
  return new BuilderError({
    code: "USAGE.ONE_IMAGE",
    message: "this is about one image, and it is not said which",
    ...(names.length === 0 ? {} : { why: `there are ${names.join(", ")}` }),
    next: ["name it, for example: builder run app -- COMMAND"],
  });
}

export function notWithCommand(flag: string): BuilderError {
  return new BuilderError({
    code: "USAGE.ARGUMENTS",
    message: `${flag} does not go together with a command behind --`,
    why: "the output is that of the command",
    next: [`leave out ${flag}`, "see: builder run --help"],
  });
}

export function buildReportNotWritten(file: string, cause: unknown): BuilderError {
  return new BuilderError({
    code: "USAGE.BUILD_REPORT",
    message: `the build report ${file} cannot be written`,
    why: cause instanceof Error ? cause.message : String(cause),
    next: ["see that its folder is there", "name another file: --build-report-path PATH"],
    cause,
  });
}
