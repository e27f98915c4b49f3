import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve, sep } from "node:path";

/**
 * The tsconfig.json and package.json files that decide how sources are compiled and what their imports mean: for each source
 * the nearest upward, those that it extends, and the places on the way where there is none yet.
 */
export function configFilesOf(sources: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const folder of new Set(sources.map((source) => dirname(source)))) {
    for (const file of pathsUpTo(folder, "package.json")) found.add(file);
    // esbuild does not look at the tsconfig.json of a package.
    if (folder.split(sep).includes("node_modules")) continue;
    for (const file of pathsUpTo(folder, "tsconfig.json")) addWithExtended(file, found);
  }
  return [...found];
}

/** From the folder upward to the first that has the file, or to the root. */
function pathsUpTo(folder: string, name: string): readonly string[] {
  const paths: string[] = [];
  for (let current = folder; ; current = dirname(current)) {
    const path = join(current, name);
    paths.push(path);
    if (existsSync(path) || dirname(current) === current) return paths;
  }
}

function addWithExtended(file: string, found: Set<string>): void {
  if (found.has(file)) return;
  found.add(file);
  if (!existsSync(file)) return;
  for (const extended of extendedFiles(file)) addWithExtended(extended, found);
}

/** By pattern, because the file may have comments; a string too many does no harm. */
function extendedFiles(file: string): readonly string[] {
  const [, value = ""] = /"extends"\s*:\s*("[^"]*"|\[[^\]]*\])/.exec(readFileSync(file, "utf8")) ?? [];
  return [...value.matchAll(/"([^"]+)"/g)].flatMap(([, name = ""]) => {
    if (!/^\.{0,2}\//.test(name)) return installedConfig(name, file);
    const path = resolve(dirname(file), name);
    return path.endsWith(".json") ? [path] : [path, `${path}.json`];
  });
}

function installedConfig(name: string, file: string): readonly string[] {
  try {
    return [createRequire(file).resolve(name.endsWith(".json") ? name : `${name}/tsconfig.json`)];
  } catch {
    return [];
  }
}
