import type { RemoteGitNode } from "../../sdk/model/remote-git-node.ts";

/** A git object id in lower-case hex. */
export type ObjectId = string;

export interface Commit {
  readonly id: ObjectId;
  /** Seconds since 1970, the committer's. */
  readonly timeUnix: number;
  /** The committer's offset from UTC in minutes, east positive. */
  readonly timezoneMinutes: number;
}

/** What a merge commit merges that nobody has pushed: a CI system makes it up to try a merge request (spec §2.8). */
export interface VirtualMerge {
  /** The branch that would be merged. */
  readonly from: ObjectId;
  /** The branch that it would be merged into. */
  readonly into: ObjectId;
}

/** The commit that is built. */
export interface HeadCommit extends Commit {
  /** Set where the user says that it is a virtual merge. */
  readonly merge?: VirtualMerge;
}

/** Which files of a commit are meant. All masks follow spec §2.2 and are relative to `add`. */
export interface PathFilter {
  /** Path in the repository without leading slash; "" for all of it. A directory, a file or a submodule. */
  readonly add: string;
  readonly includePaths: readonly string[];
  readonly excludePaths: readonly string[];
  /** A further mask that must match as well (one mask of a stage dependency). */
  readonly mask?: string;
  /** Patterns of a .dockerignore, relative to `add`: what they leave out is not meant. */
  readonly ignore?: readonly string[];
}

/** What becomes of masks: whether they select a path that is relative to what they are relative to. */
export type CompilePathTest = (masks: Pick<PathFilter, "includePaths" | "excludePaths">) => (path: string) => boolean;

export type FileMode = "100644" | "100755" | "120000" | "160000" | "040000";

/** One entry of a commit's tree; a directory or submodule stands for all that it holds. */
export interface TreeEntry {
  /** Path from the root of the repository; of a submodule's file, with the submodule's path in front. */
  readonly path: string;
  readonly mode: FileMode;
  readonly id: ObjectId;
  /** Path of the submodule that holds the object; absent for the repository's own. */
  readonly submodule?: string;
}

/** A file of a commit that is put into an image: never a directory or submodule. */
export interface FileEntry extends TreeEntry {
  readonly mode: "100644" | "100755" | "120000";
  /** Bytes of the content (of a symlink: of its target). */
  readonly sizeBytes: number;
}

/** One path that differs between two commits; renames are a removal and an addition. */
export interface Change {
  readonly path: string;
  /** Absent when the path was added. */
  readonly before?: Pick<TreeEntry, "mode" | "id">;
  /** Absent when the path was removed. */
  readonly after?: FileEntry;
}

export interface PatchOptions {
  /** With binary content and unlimited context. */
  readonly whole?: boolean;
  /** Name in the image of a mapping whose `add` is a single file, where it differs from the file's own. */
  readonly fileName?: string;
}

/**
 * A git repository, read by its objects alone: what is not committed does not exist here.
 * Errors: `GIT.*`, see `errors.ts`.
 */
export interface Repository {
  /** The commit that is built: HEAD, or with `--dev` the hidden commit of the work tree. */
  readonly head: HeadCommit;
  /** Whether the history ends early (a shallow clone). */
  readonly isShallow: boolean;
  /** Another commit; undefined where this clone lacks it. */
  commit(id: ObjectId): Promise<Commit | undefined>;
  /** The entry at a path, whatever it is; undefined where the commit has none. */
  entry(commit: ObjectId, path: string): Promise<TreeEntry | undefined>;
  /**
   * What a filter matches, a directory that is taken as a whole as one entry (spec §2.4), in byte order of the paths.
   * Submodules that must be looked into are listed by their files.
   */
  match(commit: ObjectId, filter: PathFilter): Promise<readonly TreeEntry[]>;
  /** Every single file that a filter matches, those of submodules included, in byte order of the paths. */
  files(commit: ObjectId, filter: PathFilter): Promise<readonly FileEntry[]>;
  /** The contents of files, in the order asked for. */
  contents(files: Iterable<FileEntry>): AsyncIterable<{ readonly file: FileEntry; readonly content: Buffer }>;
  /** The paths that a filter matches and that differ, in byte order. */
  changes(from: ObjectId, to: ObjectId, filter: PathFilter): Promise<readonly Change[]>;
  /** The text of werf's patch, byte for byte (spec §2.5); "" when nothing differs. */
  patch(from: ObjectId, to: ObjectId, filter: PathFilter, options?: PatchOptions): Promise<string>;
  /** Whether `ancestor` exists here and is `commit` or one of its ancestors. May fetch a shallow clone's history once. */
  isAncestor(ancestor: ObjectId, commit: ObjectId): Promise<boolean>;
  /** A commit of the same content as a virtual merge that is not in this clone; undefined where it cannot be made again. */
  mergeAgain(merge: VirtualMerge): Promise<ObjectId | undefined>;
  /** Ends the child processes. */
  close(): Promise<void>;
}

/** Repositories that mappings name by their url, each cloned once and fetched at most once in a run. */
export interface RemoteRepositories {
  /**
   * The repository of a mapping; its `head` is the commit whose files the mapping takes. Stays open until `close`.
   * Errors: `GIT.REMOTE_FAILED`, `GIT.REMOTE_REFERENCE`.
   */
  open(remote: RemoteGitNode): Promise<Repository>;
  close(): Promise<void>;
}
