import { findBuildFile } from "./find-build-file.ts";

/** The file of a command that takes no targets: what is given is a path, also where it looks like the name of an image. */
export function findOneFile(file: string | undefined, workingDirectory: string): string {
  if (file === undefined) return findBuildFile([], workingDirectory).file;
  return findBuildFile([/^\.{0,2}\//.test(file) ? file : `./${file}`], workingDirectory).file;
}
