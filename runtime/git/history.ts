import { fetchFailed, incompleteHistory } from "./errors.ts";
import { gitEnvironment } from "./git-environment.ts";
import type { ObjectId } from "./repository.ts";
import { type GitOptions, readGit, runGit } from "./run-git.ts";

/** A branch or a tag. */
export interface GitReference {
  readonly type: "branch" | "tag";
  /** Of a branch without the remote's name. */
  readonly name: string;
  readonly commit: ObjectId;
  /** Seconds since 1970: of the commit, of an annotated tag its own. */
  readonly timeUnix: number;
}

/** The branches and tags of a repository, and all that they go back to. */
export interface History {
  readonly references: readonly GitReference[];
  /** Undefined for a commit that no reference goes back to. */
  commit(id: ObjectId): HistoryCommit | undefined;
}

export interface HistoryCommit {
  readonly parents: readonly ObjectId[];
  readonly timeUnix: number;
}

export interface HistoryOptions {
  /** A folder of the repository. */
  readonly folder: string;
  /** Whether the branches that count are those of the remote `origin`, or those of this clone. */
  readonly branches: "origin" | "local";
  /** Whether references, and the history that a shallow clone lacks, may be fetched. */
  readonly mayFetch: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * Reads it all at once, with three processes of git. What is decided by an outdated or incomplete history removes what is
 * needed, so it fails instead: `GIT.FETCH_FAILED`, `GIT.INCOMPLETE_HISTORY`.
 */
export async function readHistory(options: HistoryOptions): Promise<History> {
  const { folder, signal } = options;
  const git: GitOptions = { cwd: folder, env: gitEnvironment(options.env), signal };
  const hasOrigin = (await runGit(["config", "--get", "remote.origin.url"], git)).exitCode === 0;
  const isShallow = await readsTrue(git, "--is-shallow-repository");
  if (hasOrigin && options.mayFetch && (options.branches === "origin" || isShallow)) await fetch(git, isShallow);
  if (await readsTrue(git, "--is-shallow-repository")) throw incompleteHistory(folder);
  const references = await readReferences(git, hasOrigin ? options.branches : "local");
  const commits = await readCommits(git, references);
  return { references, commit: (id) => commits.get(id) };
}

async function readsTrue(git: GitOptions, question: string): Promise<boolean> {
  return (await readGit(["rev-parse", question], git)).toString().trim() === "true";
}

/** Tags that were moved at the remote stay as they are here: they are the user's. */
async function fetch(git: GitOptions, isShallow: boolean): Promise<void> {
  const deepen = isShallow ? ["--unshallow"] : [];
  const branches = "+refs/heads/*:refs/remotes/origin/*";
  const fetched = await runGit(["fetch", "--quiet", "--prune", "--no-tags", ...deepen, "origin", branches], git);
  if (fetched.exitCode !== 0) throw fetchFailed(fetched.stderr);
  // Not --quiet, which would leave out why.
  const tagged = await runGit(["fetch", "--no-progress", "origin", "refs/tags/*:refs/tags/*"], git);
  if (tagged.exitCode !== 0 && !tagged.stderr.includes("clobber existing tag")) throw fetchFailed(tagged.stderr);
}

const remotePrefix = "refs/remotes/origin/";
const localPrefix = "refs/heads/";
const tagPrefix = "refs/tags/";

async function readReferences(git: GitOptions, branches: "origin" | "local"): Promise<readonly GitReference[]> {
  // What a tag of a tag points to in the end has no field: `*objectname` goes one step, as werf does.
  const format = "%(objectname) %(*objectname) %(objecttype) %(*objecttype) %(creatordate:unix) %(symref) %(refname)";
  const prefixes = branches === "origin" ? [remotePrefix, tagPrefix] : [localPrefix, remotePrefix, tagPrefix];
  const text = (await readGit(["for-each-ref", `--format=${format}`, ...prefixes], git)).toString();
  const found = text.split("\n").flatMap(parseReference);
  // A branch that is here and at the remote is the one that is here.
  const local = new Set(found.filter(({ ref }) => ref.startsWith(localPrefix)).map(({ name }) => name));
  return found
    .filter(({ ref, name }) => !(ref.startsWith(remotePrefix) && local.has(name)))
    .map(({ ref: _, ...reference }) => reference);
}

function parseReference(line: string): readonly (GitReference & { readonly ref: string })[] {
  const [id = "", peeled = "", type, peeledType, time, symref, ...words] = line.split(" ");
  const ref = words.join(" ");
  const prefix = [remotePrefix, localPrefix, tagPrefix].find((each) => ref.startsWith(each));
  const commit = type === "commit" ? id : peeledType === "commit" ? peeled : undefined;
  // origin/HEAD only points to another one.
  if (prefix === undefined || commit === undefined || symref !== "") return [];
  const name = ref.slice(prefix.length);
  return [{ ref, type: prefix === tagPrefix ? "tag" : "branch", name, commit, timeUnix: Number(time) }];
}

async function readCommits(
  git: GitOptions,
  references: readonly GitReference[],
): Promise<ReadonlyMap<ObjectId, HistoryCommit>> {
  const commits = new Map<ObjectId, HistoryCommit>();
  if (references.length === 0) return commits;
  const args = ["log", "--no-show-signature", "--no-color", "--format=%H %ct %P", "--stdin"];
  const input = references.map(({ commit }) => `${commit}\n`).join("");
  for (const line of (await readGit(args, { ...git, input })).toString().split("\n")) {
    const [id = "", time, ...parents] = line.split(" ").filter(Boolean);
    if (id !== "") commits.set(id, { timeUnix: Number(time), parents });
  }
  return commits;
}
