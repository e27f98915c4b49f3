import type { Ancestry } from "./ancestry.ts";
import type { CommitObject } from "./commit-object.ts";
import { createPatch, type WorkTreeOptions } from "./create-patch.ts";
import { missingObject } from "./errors.ts";
import { type FileContent, readContents } from "./file-contents.ts";
import type { GitDirectory } from "./git-directory.ts";
import { cleanPath } from "./glob.ts";
import { type Differences, listChanges, readDifferences } from "./list-changes.ts";
import { listFiles } from "./list-files.ts";
import { locate } from "./locate.ts";
import { matchTree } from "./match-tree.ts";
import { createFilterMatcher, type PathMatcher } from "./path-matcher.ts";
import type { FileEntry, ObjectId, PathFilter, Repository, TreeEntry, VirtualMerge } from "./repository.ts";
import type { Checkout, Submodules } from "./submodules.ts";
import { mergeAgain } from "./virtual-merge.ts";

export interface GitRepositoryOptions {
  readonly head: CommitObject;
  /** What it merges, where it is a virtual merge. */
  readonly merge?: VirtualMerge;
  readonly isShallow: boolean;
  readonly directory: GitDirectory;
  readonly submodules: Submodules;
  readonly ancestry: Ancestry;
  readonly workTree: WorkTreeOptions;
}

/** The repository over its opened parts: keeps what was answered once, as many images ask the same. */
export function createGitRepository(options: GitRepositoryOptions): Repository {
  const { head, merge, isShallow, directory, submodules, ancestry, workTree } = options;
  const matchers = new Map<string, PathMatcher>();
  const matches = new Map<string, Promise<readonly TreeEntry[]>>();
  const differences = new Map<string, Promise<Differences>>();

  function matcherOf(filter: PathFilter): PathMatcher {
    return remember(matchers, keyOf(filter), () => createFilterMatcher(filter));
  }

  async function checkout(id: ObjectId): Promise<Checkout> {
    const commit = await directory.commit(id);
    if (commit === undefined) throw missingObject(id, directory.path);
    return { directory, commit, path: "" };
  }

  async function match(id: ObjectId, filter: PathFilter): Promise<readonly TreeEntry[]> {
    const start = await locate(await checkout(id), cleanPath(filter.add), submodules);
    return start === undefined ? [] : matchTree(start, matcherOf(filter), submodules);
  }

  async function compare(from: ObjectId, to: ObjectId): Promise<Differences> {
    return readDifferences({ from: await checkout(from), to: await checkout(to) });
  }

  return {
    head: {
      id: head.id,
      timeUnix: head.timeUnix,
      timezoneMinutes: head.timezoneMinutes,
      ...(merge === undefined ? {} : { merge }),
    },
    isShallow,
    commit: (id) => directory.commit(id),
    async entry(id, path) {
      return (await locate(await checkout(id), cleanPath(path), submodules))?.entry;
    },
    match(id, filter) {
      return remember(matches, `${id} ${keyOf(filter)}`, () => match(id, filter));
    },
    async files(id, filter) {
      const start = await locate(await checkout(id), cleanPath(filter.add), submodules);
      return start === undefined ? [] : listFiles(start, matcherOf(filter), submodules);
    },
    contents: (files) => readAll(files, directory, submodules),
    async changes(from, to, filter) {
      if (from === to) return [];
      const all = await remember(differences, `${from} ${to}`, () => compare(from, to));
      return listChanges(all, matcherOf(filter), submodules);
    },
    async patch(from, to, filter, patchOptions = {}) {
      if (from === to) return "";
      const [before, after] = [await checkout(from), await checkout(to)];
      const request = { from: before, to: after, add: cleanPath(filter.add), matcher: matcherOf(filter) };
      return createPatch({ ...patchOptions, ...request }, submodules, workTree);
    },
    isAncestor: (ancestor, commit) => ancestry.isAncestor(ancestor, commit),
    mergeAgain: (virtual) => mergeAgain(directory, virtual),
    async close() {
      await Promise.all([directory.close(), submodules.close()]);
    },
  };
}

/** Files of one repository after another: each run of them is read by one process. */
async function* readAll(
  files: Iterable<FileEntry>,
  directory: GitDirectory,
  submodules: Submodules,
): AsyncGenerator<FileContent, void, undefined> {
  for (const run of runsOfOneRepository(files)) {
    const submodule = run[0]?.submodule;
    yield* readContents(submodule === undefined ? directory : submodules.directoryOf(submodule), run);
  }
}

function* runsOfOneRepository(files: Iterable<FileEntry>): Generator<readonly FileEntry[]> {
  let run: FileEntry[] = [];
  for (const file of files) {
    if (run.length > 0 && run[0]?.submodule !== file.submodule) {
      yield run;
      run = [];
    }
    run.push(file);
  }
  if (run.length > 0) yield run;
}

function keyOf({ add, includePaths, excludePaths, mask, ignore }: PathFilter): string {
  return JSON.stringify([add, includePaths, excludePaths, mask, ignore]);
}

function remember<Value>(answers: Map<string, Value>, key: string, ask: () => Value): Value {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = ask();
  answers.set(key, answer);
  return answer;
}
