import { basename, dirname } from "node:path";

const lengthLimit = 50;

/**
 * The name of a project that does not give itself one: that of the folder which holds build.ts, in lower case, what is neither letter
 * nor digit replaced by dashes; `project` where nothing is left.
 */
export function projectNameFor(file: string): string {
  const words = basename(dirname(file))
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-");
  const trimmed = words.replace(/^-+/, "").slice(0, lengthLimit).replace(/-+$/, "");
  return trimmed === "" ? "project" : trimmed;
}
