import { type FSWatcher, watch } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FindIgnored } from "./ignored-paths.ts";

export interface FolderWatchOptions {
  readonly findIgnored: FindIgnored;
  /** Paths that were made, written or removed, relative to the folder; what they were is not to be relied on. */
  readonly onChange: (paths: readonly string[]) => void;
  /** Nothing more is told after it. */
  readonly onError: (error: unknown) => void;
}

export interface FolderWatch {
  close(): void;
}

/** A folder that is watched, and which one it was: another may take its place under the same name. */
interface Watched {
  readonly inode: bigint;
  readonly watcher: FSWatcher;
}

/**
 * Tells of changes to the files of a folder, whenever they are made: a folder is first watched and then read, so that nothing falls in
 * between, and folders that are new are watched as well. Ignored folders cost nothing, however large they are: on Linux a watch is an entry
 * of the kernel, not an open file. Resolves when all is watched.
 */
export async function watchFolder(root: string, options: FolderWatchOptions): Promise<FolderWatch> {
  const { findIgnored, onChange, onError } = options;
  const watched = new Map<string, Watched>();
  let isClosed = false;
  let pending = new Set<string>();
  let working = Promise.resolve();

  const close = (): void => {
    isClosed = true;
    for (const { watcher } of watched.values()) watcher.close();
    watched.clear();
  };
  const fail = (error: unknown): void => {
    if (isClosed) return;
    close();
    onError(error);
  };

  /** Also those below it. */
  const forget = (folder: string): void => {
    for (const [path, { watcher }] of watched) {
      if (path !== folder && !path.startsWith(`${folder}/`)) continue;
      watcher.close();
      watched.delete(path);
    }
  };

  const note = (path: string): void => {
    if (pending.size === 0) {
      // One look for all that comes at once, and one after the other: each sees what the one before has watched.
      working = working.then(async () => {
        const paths = [...pending];
        pending = new Set();
        await look(paths);
      });
      working.catch(fail);
    }
    pending.add(path);
  };

  const look = async (paths: readonly string[]): Promise<void> => {
    if (isClosed) return;
    const ignored = await findIgnored(paths);
    const changed = paths.filter((path) => !ignored.has(path));
    await addFolders(changed);
    if (changed.some((path) => /(?:^|\/)\.(?:git|builder|wercker)ignore$/.test(path))) await addFolders([""]);
    if (changed.length > 0 && !isClosed) onChange(changed);
  };

  /** Level by level: git is asked once for each. */
  const addFolders = async (paths: readonly string[]): Promise<void> => {
    let level = paths;
    while (level.length > 0 && !isClosed) {
      const below = (await Promise.all(level.map(addFolder))).flat();
      const ignored = below.length === 0 ? new Set<string>() : await findIgnored(below);
      level = below.filter((path) => !ignored.has(path));
    }
  };

  /** The folders in it; none where it is no folder. */
  const addFolder = async (path: string): Promise<readonly string[]> => {
    const place = join(root, path);
    const stat = await lstat(place, { bigint: true }).catch(() => undefined);
    if (stat === undefined || !stat.isDirectory()) {
      forget(path);
      return [];
    }
    if (watched.get(path)?.inode !== stat.ino) {
      forget(path);
      if (isClosed) return [];
      try {
        const watcher = watch(place, (_event, name) => note(join(path, name ?? "")));
        // The folder itself is gone; its parent tells.
        watcher.on("error", () => forget(path));
        watched.set(path, { inode: stat.ino, watcher });
      } catch (error) {
        if (isGone(error)) return [];
        throw error;
      }
    }
    const entries = await readdir(place, { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name));
  };

  try {
    await addFolders([""]);
  } catch (error) {
    close();
    throw error;
  }
  return { close };
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
