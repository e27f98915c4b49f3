import { comparePaths } from "./compare-paths.ts";
import { isUnfaithful } from "./decode-path.ts";
import { pathNotUtf8 } from "./errors.ts";
import type { GitDirectory } from "./git-directory.ts";
import { listFiles } from "./list-files.ts";
import { rootEntry } from "./locate.ts";
import { isDirectoryOfInterest, type PathMatcher } from "./path-matcher.ts";
import { type DiffSide, parseRawDiff, type RawDifference } from "./raw-diff.ts";
import type { Change, FileEntry, ObjectId } from "./repository.ts";
import type { Checkout, Submodules } from "./submodules.ts";

/** Two commits of one repository or submodule. */
export interface CheckoutPair {
  readonly from: Checkout;
  readonly to: Checkout;
}

/** All that differs between two commits, whatever filter is asked with later: one diff serves all mappings. */
export interface Differences {
  readonly pair: CheckoutPair;
  /** Paths from the outermost root. */
  readonly all: readonly RawDifference[];
  readonly sizes: ReadonlyMap<ObjectId, number>;
  /** Paths that are not UTF-8. */
  readonly unfaithful: ReadonlySet<string>;
}

export async function readDifferences(pair: CheckoutPair): Promise<Differences> {
  const { from, to } = pair;
  const args = ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", from.commit.id, to.commit.id];
  const output = await to.directory.run(args);
  const differences = parseRawDiff(output.toString());
  const inSubmodule = (path: string) => (to.path === "" ? path : `${to.path}/${path}`);
  const all = differences.map((difference) => ({ ...difference, path: inSubmodule(difference.path) }));
  const unfaithful = differences.map(({ path }) => path).filter((path) => isUnfaithful(path, output));
  return { pair, all, sizes: await readSizes(to.directory, all), unfaithful: new Set(unfaithful.map(inSubmodule)) };
}

/** The changes that a matcher takes; a submodule that moved to another commit is told file by file. */
export async function listChanges(
  differences: Differences,
  matcher: PathMatcher,
  submodules: Submodules,
): Promise<readonly Change[]> {
  const changes = await select(differences, matcher, submodules);
  return changes.sort((a, b) => comparePaths(a.path, b.path));
}

async function select(differences: Differences, matcher: PathMatcher, submodules: Submodules): Promise<Change[]> {
  const { pair, all, sizes, unfaithful } = differences;
  const changes: Change[] = [];
  for (const difference of all) {
    const isSubmodule = difference.before?.mode === "160000" || difference.after?.mode === "160000";
    if (isSubmodule) {
      changes.push(...(await expandSubmodule(difference, pair, matcher, submodules)));
    } else if (matcher.matches(difference.path)) {
      if (unfaithful.has(difference.path)) throw pathNotUtf8(difference.path);
      changes.push(toChange(difference, pair.to, sizes));
    }
  }
  return changes;
}

async function expandSubmodule(
  difference: RawDifference,
  pair: CheckoutPair,
  matcher: PathMatcher,
  submodules: Submodules,
): Promise<readonly Change[]> {
  const { path, before, after } = difference;
  if (!isDirectoryOfInterest(matcher, path)) return [];
  const old = before?.mode === "160000" ? await submodules.find(pair.from, path, before.id) : undefined;
  const now = after?.mode === "160000" ? await submodules.open(pair.to, path, after.id) : undefined;
  if (old !== undefined && now !== undefined && old.directory.path === now.directory.path) {
    return select(await readDifferences({ from: old, to: now }), matcher, submodules);
  }
  const removed = await removals(path, before, old, matcher, submodules);
  const added = now === undefined ? [] : await listFiles({ checkout: now, entry: rootEntry(now) }, matcher, submodules);
  return mergeByPath(removed, [...added, ...(await replacingFile(difference, pair.to, matcher))]);
}

/**
 * What was there before. The objects of a submodule that is no longer used are not in a fresh clone: then the removal
 * of its directory stands for all that it held.
 */
async function removals(
  path: string,
  before: DiffSide | undefined,
  old: Checkout | undefined,
  matcher: PathMatcher,
  submodules: Submodules,
): Promise<readonly Change[]> {
  if (before === undefined) return [];
  if (old === undefined) return matcher.matches(path) ? [{ path, before }] : [];
  const files = await listFiles({ checkout: old, entry: rootEntry(old) }, matcher, submodules);
  return files.map((file) => ({ path: file.path, before: { mode: file.mode, id: file.id } }));
}

/** A file that now is where a submodule was. */
async function replacingFile(
  { path, after }: RawDifference,
  to: Checkout,
  matcher: PathMatcher,
): Promise<readonly FileEntry[]> {
  if (after === undefined || after.mode === "160000" || !matcher.matches(path)) return [];
  return [toFileEntry(path, after, to, new Map([[after.id, (await to.directory.blob(after.id)).length]]))];
}

function mergeByPath(removed: readonly Change[], added: readonly FileEntry[]): readonly Change[] {
  const changes = new Map(removed.map((change) => [change.path, change]));
  for (const file of added) {
    const before = changes.get(file.path)?.before;
    if (before?.id === file.id && before.mode === file.mode) changes.delete(file.path);
    else changes.set(file.path, { path: file.path, ...(before === undefined ? {} : { before }), after: file });
  }
  return [...changes.values()];
}

function toChange({ path, before, after }: RawDifference, to: Checkout, sizes: Differences["sizes"]): Change {
  return {
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after: toFileEntry(path, after, to, sizes) }),
  };
}

function toFileEntry(path: string, { mode, id }: DiffSide, to: Checkout, sizes: Differences["sizes"]): FileEntry {
  const file = { path, mode: mode === "100755" || mode === "120000" ? mode : "100644", id } as const;
  const sizeBytes = sizes.get(id) ?? 0;
  return to.path === "" ? { ...file, sizeBytes } : { ...file, sizeBytes, submodule: to.path };
}

/** A raw diff has no sizes: asked for in one go. */
async function readSizes(
  directory: GitDirectory,
  differences: readonly RawDifference[],
): Promise<ReadonlyMap<ObjectId, number>> {
  const ids = differences.flatMap(({ after }) => (after === undefined || after.mode === "160000" ? [] : [after.id]));
  if (ids.length === 0) return new Map();
  const input = `${[...new Set(ids)].join("\n")}\n`;
  const output = await directory.run(["cat-file", "--batch-check=%(objectname) %(objectsize)", "--buffer"], input);
  const lines = output.toString().trimEnd().split("\n");
  return new Map(lines.map((line) => line.split(" ")).map(([id = "", size]) => [id, Number(size)]));
}
