import { dirname, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { watchFailed } from "./errors.ts";
import { findRepository, type RepositoryPlace } from "./find-repository.ts";
import { gitEnvironment } from "./git-environment.ts";
import { readGit } from "./run-git.ts";

/** Notices changes of a repository. To be closed after use. */
export interface RepositoryWatch {
  /** Resolves when something has changed since the last time it did, and a moment of quiet has followed. */
  next(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface RepositoryWatchOptions {
  /** A file in the work tree. */
  readonly path: string;
  /** Files of the work tree too, without those that git ignores. */
  readonly withWorkTree: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** Changes come in swarms: a checkout, an editor that saves all. */
const quietMs = 150;

/** Undefined outside a repository. Errors: `GIT.WATCH_FAILED`. */
export async function watchRepository(options: RepositoryWatchOptions): Promise<RepositoryWatch | undefined> {
  const { path, withWorkTree, signal } = options;
  const env = gitEnvironment(options.env);
  const place = await findRepository(dirname(path), env, signal);
  if (place === undefined) return undefined;
  const { gitDir, commonDir, workTree } = place;
  const changes = createChanges();
  // Objects come before what names them; a linked work tree's own directory lies in the common one.
  const inGit = isWithin(gitDir, commonDir) ? [commonDir] : [gitDir, commonDir];
  const folders = inGit.map((folder) => ({ folder, ignore: [join(folder, "objects"), join(folder, "logs")] }));
  if (withWorkTree)
    folders.push({ folder: workTree, ignore: [...inGit, ...(await ignoredFolders(place, env, signal))] });
  const subscriptions = await subscribeAll(folders, changes.note);
  return {
    next: (waiting) => changes.next(waiting),
    close: async () => void (await Promise.all(subscriptions.map((subscription) => subscription.unsubscribe()))),
  };
}

async function subscribeAll(
  folders: readonly { readonly folder: string; readonly ignore: string[] }[],
  onChange: () => void,
): Promise<readonly { unsubscribe(): Promise<void> }[]> {
  try {
    const { default: watcher } = await import("@parcel/watcher");
    return await Promise.all(folders.map(({ folder, ignore }) => watcher.subscribe(folder, onChange, { ignore })));
  } catch (cause) {
    throw watchFailed(
      folders.map(({ folder }) => folder),
      cause,
    );
  }
}

/** Dependencies and what builds make: they are many, and nobody builds from them. */
async function ignoredFolders(
  { workTree }: RepositoryPlace,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const args = ["ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z"];
  const listed = (await readGit(args, { cwd: workTree, env, signal })).toString().split("\0");
  return listed.filter((path) => path.endsWith("/")).map((path) => join(workTree, path.slice(0, -1)));
}

function isWithin(path: string, folder: string): boolean {
  return !relative(folder, path).startsWith("..");
}

/** Remembers that something has changed until somebody asks. */
function createChanges(): { note(): void; next(signal: AbortSignal): Promise<void> } {
  let changedMs: number | undefined;
  let wake = (): void => {};
  return {
    note() {
      changedMs = performance.now();
      wake();
    },
    async next(signal) {
      while (changedMs === undefined) await untilWoken(signal);
      for (let left = quietMs; left > 0; left = quietMs - (performance.now() - changedMs)) {
        await sleep(left, undefined, { signal });
      }
      changedMs = undefined;
    },
  };

  function untilWoken(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const end = (): void => reject(signal.reason);
      signal.addEventListener("abort", end, { once: true });
      wake = () => {
        signal.removeEventListener("abort", end);
        resolve();
      };
    });
  }
}
