import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { comparePaths } from "./compare-paths.ts";
import { gitFailed } from "./errors.ts";
import type { FileReader } from "./file-reader.ts";
import { gitEnvironment } from "./git-environment.ts";
import { createIncludeMatcher } from "./path-matcher.ts";

/** Reads files as they are on the disk, for what a project or the user allows to be uncommitted. Paths from the root. */
export function createWorkTreeReader(workTree: string): FileReader {
  let paths: readonly string[] | undefined;
  return {
    readFile(path) {
      try {
        const real = realpathSync(join(workTree, path));
        // A link may lead anywhere; what lies outside is no file of the project.
        return relative(realpathSync(workTree), real).startsWith("..") ? undefined : readFileSync(real);
      } catch {
        return undefined;
      }
    },
    glob(mask) {
      const matcher = createIncludeMatcher([mask]);
      paths ??= listPaths(workTree);
      return paths.filter((path) => matcher.matches(path));
    },
  };
}

/** Tracked files and new ones; what .gitignore names is nobody's input by accident. */
function listPaths(workTree: string): readonly string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  try {
    const env = gitEnvironment(process.env);
    const output = execFileSync("git", args, {
      cwd: workTree,
      env,
      maxBuffer: 1 << 30,
      stdio: ["ignore", "pipe", "pipe"],
    });
    return output.toString().split("\0").filter(Boolean).sort(comparePaths);
  } catch (error) {
    throw gitFailed(args, error instanceof Error ? error.message : String(error), error);
  }
}
