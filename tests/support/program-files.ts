import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";

/** A program of this machine at a path of a project, and beside it the libraries that it needs, at their own paths. */
export function programFiles(program: string, path: string): Readonly<Record<string, Buffer>> {
  const libraries = execFileSync("ldd", [program], { encoding: "utf8" }).match(/\/\S+/g) ?? [];
  const copies = libraries.map((library) => [`${dirname(path)}${library}`, readFileSync(library)] as const);
  return { [path]: readFileSync(program), ...Object.fromEntries(copies) };
}
