import { BuilderError } from "./errors/builder-error.ts";
import { mostSimilar } from "./errors/most-similar.ts";
import type { Origin } from "./errors/origin.ts";

/** `what` names the argument as in the call: `image(name)`, `git({ add })`. */
export function wrongArgument(
  what: string,
  expected: string,
  value: unknown,
  origin: Origin | undefined,
): BuilderError {
  return new BuilderError({
    code: "SDK.WRONG_ARGUMENT",
    message: `${what} must be ${expected}, but is ${describe(value)}`,
    where: places(origin),
  });
}

/** The reference to another image is `undefined`: it was used before its definition ran. */
export function undefinedReference(what: string, origin: Origin | undefined): BuilderError {
  return new BuilderError({
    code: "SDK.UNDEFINED_REFERENCE",
    message: `${what} got undefined instead of an image`,
    why: "The image has no value yet at this point.",
    next: [
      "Is it defined further down? Move its definition above this line.",
      "Do two files import each other? Images that refer to each other form a cycle, which cannot be built.",
    ],
    where: places(origin),
  });
}

export function noBase(name: string, origin: Origin | undefined): BuilderError {
  return new BuilderError({
    code: "GRAPH.NO_BASE",
    message: `${name} has no base, so it is not an image yet`,
    next: ['Say what it starts from: .from("debian:bookworm-slim"), .from(otherImage) or .fromScratch().'],
    where: places(origin),
  });
}

export function unknownOption(
  what: string,
  option: string,
  known: readonly string[],
  origin: Origin | undefined,
): BuilderError {
  const similar = mostSimilar(option, known);
  return new BuilderError({
    code: "SDK.UNKNOWN_OPTION",
    message: `${what} has no option "${option}"`,
    next: [similar === undefined ? `Its options are ${known.join(", ")}.` : `Did you mean "${similar}"?`],
    where: places(origin),
  });
}

export function noHost(what: string, origin: Origin | undefined): BuilderError {
  return new BuilderError({
    code: "SDK.NO_HOST",
    message: `${what} works only while builder loads a build.ts`,
    why: "It asks builder for the environment and the committed files; here nobody is listening.",
    next: [
      "Run the file with `npx builder run build.ts`.",
      "Call it while the file is evaluated, not in a callback that runs later.",
    ],
    where: places(origin),
  });
}

export function missingEnv(name: string, origin: Origin | undefined): BuilderError {
  return new BuilderError({
    code: "LOAD.ENV_MISSING",
    message: `The environment variable ${name} is not set`,
    next: [`Set it: ${name}=… npx builder run`, `Give a default: env("${name}", "…")`],
    where: places(origin),
  });
}

export function missingFile(path: string, origin: Origin | undefined): BuilderError {
  return new BuilderError({
    code: "LOAD.FILE_MISSING",
    message: `The commit that is built has no file "${path}"`,
    why: "Files are read from the commit, never from the work tree; paths are relative to the project's folder.",
    next: [`If it exists on disk, commit it: git add ${path} && git commit`, "Ask first with files.exists(path)."],
    where: places(origin),
  });
}

export function outsideProject(path: string, origin: Origin | undefined): BuilderError {
  return new BuilderError({
    code: "LOAD.FILE_OUTSIDE",
    message: `"${path}" lies outside the project`,
    next: ["Use a path below the project's folder, without `..`."],
    where: places(origin),
  });
}

export function notText(path: string, origin: Origin | undefined): BuilderError {
  return new BuilderError({
    code: "LOAD.NOT_TEXT",
    message: `"${path}" is not UTF-8 text`,
    next: ["Use files.bytes(path) for its content or files.sha256(path) for its checksum."],
    where: places(origin),
  });
}

function places(origin: Origin | undefined): readonly Origin[] {
  return origin === undefined ? [] : [origin];
}

/** Short enough for a sentence. */
function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return `${value}`;
  if (typeof value === "function") return "a function";
  if (typeof value === "object") return "an object";
  return typeof value;
}
