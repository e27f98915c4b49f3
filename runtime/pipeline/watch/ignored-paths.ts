import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "../../util/process.ts";
import { createIgnoreMatcher } from "../text/ignore-matcher.ts";

/** Says which of some paths nobody wants to be told of; paths are relative to the project. */
export type FindIgnored = (paths: readonly string[]) => Promise<ReadonlySet<string>>;

/**
 * What git ignores, asked of git itself so that its rules are git's, and what the box does not get (`.builderignore`). Where there is no
 * repository, nothing but the latter.
 */
export function createFindIgnored(folder: string, ignoreFiles: readonly string[], signal: AbortSignal): FindIgnored {
  let isRepository = true;
  return async (paths) => {
    const ignored = new Set(paths.filter((path) => path.split("/").includes(".git")));
    const matcher = createIgnoreMatcher(await readFirst(folder, ignoreFiles));
    for (const path of paths) if (isBelow(path, (each, isFolder) => matcher.ignores(each, isFolder))) ignored.add(path);
    const left = paths.filter((path) => !ignored.has(path));
    if (left.length === 0 || !isRepository) return ignored;
    const { exitCode, stdout } = await runProcess("git", ["check-ignore", "-z", "--stdin"], {
      cwd: folder,
      input: left.map((path) => `${path}\0`).join(""),
      signal,
    });
    if (exitCode > 1) isRepository = false;
    else for (const path of stdout.split("\0")) if (path !== "") ignored.add(path);
    return ignored;
  };
}

async function readFirst(folder: string, names: readonly string[]): Promise<string> {
  for (const name of names) {
    const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
    if (text !== undefined) return text;
  }
  return "";
}

/** Whether a path or a folder that it lies in is ignored. */
function isBelow(path: string, ignores: (path: string, isFolder: boolean) => boolean): boolean {
  const parts = path.split("/");
  return parts.some((_part, index) => {
    const each = parts.slice(0, index + 1).join("/");
    return ignores(each, index < parts.length - 1) || (index === parts.length - 1 && ignores(each, true));
  });
}
