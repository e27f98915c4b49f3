import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileNotFound, noBuildFile } from "./errors.ts";

/** Which file is meant, and which images of it. */
export interface BuildRequest {
  /** Absolute path. */
  readonly file: string;
  readonly targets: readonly string[];
}

/** The first argument is the FILE when it is a path or has the ending of one, whatever lies in the folder; otherwise all are TARGETs. */
export function findBuildFile(args: readonly string[], workingDirectory: string): BuildRequest {
  const [first, ...rest] = args;
  if (first === undefined) return { file: nearestBuildFile(workingDirectory), targets: [] };
  const path = resolve(workingDirectory, first);
  const isFolder = isFolderPath.test(first) || (isPath.test(first) && kindOf(path) === "folder");
  if (isFolder) return { file: buildFileIn(path, first), targets: rest };
  if (!isPath.test(first) && !hasFileExtension.test(first)) {
    return { file: nearestBuildFile(workingDirectory), targets: args };
  }
  if (kindOf(path) !== "file") throw fileNotFound(first, similarNames(path));
  return { file: path, targets: rest };
}

const hasFileExtension = /\.(?:[cm]?[jt]s|ya?ml)$/;

const isPath = /^\.{0,2}\//;

/** Only what cannot be the name of an image, so that a folder `app` does not hide the image `app`. */
const isFolderPath = /^\.{0,2}\/(?:.*\/)?$|^\.{1,2}$|\/$/;

/** In the order in which they are looked for; after werf's come those of wercker, in its order. */
const buildFileNames = ["build.ts", "werf.yaml", "werf.yml", "ewok.yml", "wercker.yml", ".wercker.yml"];

/** A build.ts counts before the files of other tools, however far up it is. */
function nearestBuildFile(directory: string): string {
  const [ownName = "", ...otherNames] = buildFileNames;
  const file = nearest(directory, [ownName]) ?? nearest(directory, otherNames);
  if (file === undefined) throw noBuildFile(directory);
  return file;
}

function nearest(directory: string, names: readonly string[]): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    const file = fileIn(folder, names);
    if (file !== undefined || dirname(folder) === folder) return file;
  }
}

function fileIn(folder: string, names: readonly string[]): string | undefined {
  return names.map((name) => join(folder, name)).find((path) => existsSync(path));
}

function buildFileIn(folder: string, asWritten: string): string {
  const file = fileIn(folder, buildFileNames);
  if (file === undefined) throw fileNotFound(join(asWritten, "build.ts"), []);
  return file;
}

function kindOf(path: string): "file" | "folder" | "nothing" {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return "nothing";
  return found.isDirectory() ? "folder" : "file";
}

/** Files in the same folder whose names differ in little. */
function similarNames(path: string): readonly string[] {
  const folder = dirname(path);
  if (!existsSync(folder)) return [];
  const stem = basename(path).slice(0, 3).toLowerCase();
  return readdirSync(folder).filter((name) => hasFileExtension.test(name) && name.toLowerCase().startsWith(stem));
}
