import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of a step that comes with builder; undefined for another name. */
export function builtInFolder(name: string): string | undefined {
  return builtInNames().includes(name) ? join(builtInRoot() ?? "", name) : undefined;
}

/** Names of the steps that come with builder. */
export function builtInNames(): readonly string[] {
  const root = builtInRoot();
  if (root === undefined) return [];
  const entries = readdirSync(root, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Beside the built package, or in its source. */
function builtInRoot(): string | undefined {
  const here = fileURLToPath(import.meta.url);
  for (let folder = dirname(here); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, "built-in-steps");
    if (existsSync(path)) return path;
  }
  return undefined;
}
