import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileNotFound, noBuildFile } from "./errors.ts";

/** Which file is meant, and which images of it. */
export interface BuildRequest {
  /** Absolute path. */
  readonly file: string;
  readonly targets: readonly string[];
}

/** The first argument is the FILE when it looks like one or exists; otherwise all arguments are TARGETs. */
export function findBuildFile(args: readonly string[], workingDirectory: string): BuildRequest {
  const [first, ...rest] = args;
  if (first === undefined) return { file: nearestBuildFile(workingDirectory), targets: [] };
  const path = resolve(workingDirectory, first);
  if (isFolderPath.test(first)) return { file: buildFileIn(path, first), targets: rest };
  if (isFile(path)) return { file: path, targets: rest };
  if (hasFileExtension.test(first)) throw fileNotFound(first, similarNames(path));
  return { file: nearestBuildFile(workingDirectory), targets: args };
}

const hasFileExtension = /\.(?:[cm]?[jt]s|ya?ml)$/;

/** Only what cannot be the name of an image, so that a folder `app` does not hide the image `app`. */
const isFolderPath = /^\.{0,2}\/(?:.*\/)?$|^\.{1,2}$|\/$/;

function nearestBuildFile(directory: string): string {
  for (let folder = directory; ; folder = dirname(folder)) {
    const file = join(folder, "build.ts");
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) throw noBuildFile(directory);
  }
}

function buildFileIn(folder: string, asWritten: string): string {
  const file = join(folder, "build.ts");
  if (!existsSync(file)) throw fileNotFound(join(asWritten, "build.ts"), []);
  return file;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Files in the same folder whose names differ in little. */
function similarNames(path: string): readonly string[] {
  const folder = dirname(path);
  if (!existsSync(folder)) return [];
  const stem = basename(path).slice(0, 3).toLowerCase();
  return readdirSync(folder).filter((name) => hasFileExtension.test(name) && name.toLowerCase().startsWith(stem));
}
