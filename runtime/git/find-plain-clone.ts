import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RepositoryPlace } from "./find-repository.ts";

/** What changes where git looks for a repository. */
const steering = [
  "GIT_CEILING_DIRECTORIES",
  "GIT_DISCOVERY_ACROSS_FILESYSTEM",
  "GIT_CONFIG_COUNT",
  "GIT_CONFIG_PARAMETERS",
];

/** Settings that say that the parts of a repository are elsewhere, and files that may hold such settings. */
const unusual = /^\s*(?:worktree\b|worktreeconfig\b|bare\s*=(?!\s*false\b)|bare\s*$|\[\s*include)/im;

/**
 * The repository that holds a folder where it is an ordinary clone, as nearly all are: what git would say, without the 3 ms
 * that asking it takes. Undefined for everything else, and where there is none: git has to be asked.
 */
export function findPlainClone(folder: string, env: NodeJS.ProcessEnv): RepositoryPlace | undefined {
  if (steering.some((name) => env[name] !== undefined)) return undefined;
  for (let at = realpathSync(folder); ; at = dirname(at)) {
    const gitDir = join(at, ".git");
    const found = statSync(gitDir, { throwIfNoEntry: false });
    if (found !== undefined) return found.isDirectory() ? plainPlace(at, gitDir) : undefined;
    const mayBeBare = existsSync(join(at, "HEAD"));
    if (mayBeBare || at === dirname(at)) return undefined;
  }
}

function plainPlace(workTree: string, gitDir: string): RepositoryPlace | undefined {
  const isWhole = ["HEAD", "objects", "refs", "config"].every((name) => existsSync(join(gitDir, name)));
  if (!isWhole || existsSync(join(gitDir, "commondir"))) return undefined;
  if (unusual.test(readFileSync(join(gitDir, "config"), "utf8"))) return undefined;
  const isShallow = existsSync(join(gitDir, "shallow"));
  return { workTree, isBare: false, gitDir, commonDir: gitDir, isShallow };
}
