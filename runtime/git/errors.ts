import { BuilderError } from "../../sdk/errors/builder-error.ts";
import type { Origin } from "../../sdk/errors/origin.ts";
import type { RemoteGitNode } from "../../sdk/model/remote-git-node.ts";
import type { SubmoduleChange } from "./work-tree-changes.ts";

/** `GIT.MALFORMED_MASK`: a path mask that cannot be read. */
export function malformedMask(mask: string): BuilderError {
  return new BuilderError({
    code: "GIT.MALFORMED_MASK",
    message: `the path mask ${JSON.stringify(mask)} cannot be read`,
    why: "a [class] or an {alternative} is empty or not closed, or a backslash stands at the end",
    next: ["put a backslash before a character that stands for itself: \\[ \\{ \\} \\\\ \\* \\?"],
  });
}

/** `GIT.NO_COMMITS`: there is nothing yet that could be built. */
export function noCommits(root: string): BuilderError {
  return new BuilderError({
    code: "GIT.NO_COMMITS",
    message: `the git repository ${root} has no commit`,
    why: "images are built from commits, never from the files of the work tree",
    next: ["git add . && git commit -m 'first commit'"],
  });
}

/** `GIT.NOT_A_MERGE`: what is said to be a virtual merge merges nothing. */
export function notAMerge(commit: string, parents: number): BuilderError {
  return new BuilderError({
    code: "GIT.NOT_A_MERGE",
    message: `--virtual-merge wants a merge of two commits, but ${commit.slice(0, 12)} has ${parents} parent${parents === 1 ? "" : "s"}`,
    why: "it is for the commit that a CI system makes up to try a merge request",
    next: ["leave out --virtual-merge", "check out the merge that the CI system has made, and not the branch itself"],
  });
}

/** `USAGE.ARGUMENTS`: two flags that say different things of the commit that is built. */
export function devMerge(): BuilderError {
  return new BuilderError({
    code: "USAGE.ARGUMENTS",
    message: "--virtual-merge does not go together with --dev",
    why: "one builds the merge at HEAD, the other the work tree",
    next: ["leave out one of them"],
  });
}

/** `GIT.NOT_INSTALLED`: no `git` on the PATH. */
export function gitNotInstalled(cause: unknown): BuilderError {
  return new BuilderError({
    code: "GIT.NOT_INSTALLED",
    message: "git cannot be started",
    why: "no program named git is on the PATH",
    next: ["apt-get install -y git"],
    cause,
  });
}

/** `GIT.UNSAFE_REPOSITORY`: git refuses to read a repository of somebody else. */
export function unsafeRepository(path: string, stderr: string): BuilderError {
  return new BuilderError({
    code: "GIT.UNSAFE_REPOSITORY",
    message: `git refuses to read the repository at ${path}`,
    why: firstLine(stderr),
    next: [`git config --global --add safe.directory ${shellWord(path)}`],
  });
}

/** `GIT.FAILED`: git said no, for a reason that only its own message tells. */
export function gitFailed(args: readonly string[], stderr: string, cause?: unknown): BuilderError {
  return new BuilderError({
    code: "GIT.FAILED",
    message: `git ${args.find((arg) => !arg.startsWith("-") && !arg.includes("=")) ?? ""} failed`,
    why: stderr.trim() === "" ? "it gave no reason" : stderr.trim(),
    next: [`run it by hand: git ${args.map(shellWord).join(" ")}`],
    ...(cause === undefined ? {} : { cause }),
  });
}

/** `GIT.MISSING_OBJECT`: the repository lacks an object that a commit names. */
export function missingObject(id: string, gitDir: string): BuilderError {
  return new BuilderError({
    code: "GIT.MISSING_OBJECT",
    message: `the git repository ${gitDir} lacks the object ${id}`,
    why: "the clone is incomplete or damaged, or the commit was removed after a rebase",
    next: ["git fetch --all", "git fsck"],
  });
}

/** `GIT.SUBMODULE_MISSING`: files of a submodule are needed and not there. */
export function submoduleMissing(path: string, commit: string): BuilderError {
  return new BuilderError({
    code: "GIT.SUBMODULE_MISSING",
    message: `the files of the submodule ${path} at ${commit.slice(0, 12)} are not in this clone`,
    why: "its commit has not been fetched",
    next: [`git submodule update --init --recursive -- ${shellWord(path)}`],
  });
}

/** `GIT.SUBMODULE_UNCLEAN`: what is checked out of a submodule is not what the commit that is built names. */
export function submoduleUnclean(path: string, change: SubmoduleChange, where: readonly Origin[]): BuilderError {
  const { isMoved, hasChanges } = change;
  const word = shellWord(path);
  const steps = [
    ...(hasChanges ? [`commit in it: git -C ${word} add --all && git -C ${word} commit`] : []),
    `commit what is checked out: git add ${word} && git commit`,
  ];
  return new BuilderError({
    code: "GIT.SUBMODULE_UNCLEAN",
    message: `the submodule ${path} ${isMoved ? "is checked out at another commit than the project has" : "has changes that are not committed"}`,
    why: `files of a submodule come from the commit that the project's names${hasChanges ? ", never from its folder" : ""}`,
    next: [
      steps.join(", then "),
      `or go back to what is committed: git submodule update --force -- ${word}`,
      "add --loose-giterminism to build what is committed all the same",
    ],
    where,
  });
}

/** `GIT.UNCOMMITTED`: a Dockerfile takes files that are not in the commit that is built. */
export function contextUncommitted(image: string, files: readonly UncommittedFile[]): BuilderError {
  const paths = files.map(({ path }) => shellWord(path)).join(" ");
  const words = files.map(({ path, state }) => `${path} (${state})`).join(", ");
  return new BuilderError({
    code: "GIT.UNCOMMITTED",
    message: `image "${image}" takes what is not committed: ${words}`,
    why: "the context of a Dockerfile is what the commit holds: these files would be missing, or be others",
    next: [
      `git add ${paths} && git commit`,
      "or leave them out: name them in .dockerignore or .gitignore",
      "or take them as they are: dockerfile(name, { contextAddFiles: … }), allowed by giterminism: { contextAddFiles: … }",
      "add --dev to build the work tree as it is, --loose-giterminism to build what is committed all the same",
    ],
    where: files[0]?.where ?? [],
  });
}

/** `GIT.PATH_NOT_UTF8`: a file name that no image can be given faithfully. */
export function pathNotUtf8(path: string): BuilderError {
  return new BuilderError({
    code: "GIT.PATH_NOT_UTF8",
    message: `the name of the committed file ${JSON.stringify(path)} is not valid UTF-8`,
    why: "it would reach the image under another name",
    next: ["rename it with git mv", "or leave it out with excludePaths"],
  });
}

/** A file that is not as HEAD has it. */
export interface UncommittedFile {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly state: "untracked" | "modified";
  /** Where build.ts names it. */
  readonly where: readonly Origin[];
}

/** `GIT.UNCOMMITTED`: files that decide about the build are not in the commit that is built. */
export function uncommitted(files: readonly UncommittedFile[]): BuilderError {
  const words = files.map(({ path, state }) => `${path} (${state})`).join(", ");
  const paths = files.map(({ path }) => shellWord(path)).join(" ");
  return new BuilderError({
    code: "GIT.UNCOMMITTED",
    message: files.length === 1 ? `a file is not committed: ${words}` : `files are not committed: ${words}`,
    why: "what is built must be in the commit, or the same commit would give different images",
    next: [
      `git add ${paths} && git commit`,
      "add --dev to build the work tree as it is",
      "or allow it: project(…, { giterminism: { uncommittedFiles: … } })",
    ],
    where: files.flatMap(({ where }) => where),
  });
}

/** `GIT.REMOTE_FAILED`: another repository cannot be fetched. `said`: git's own words, without a password. */
export function remoteFailed(url: string, said: string): BuilderError {
  return new BuilderError({
    code: "GIT.REMOTE_FAILED",
    message: `the git repository ${url} cannot be fetched`,
    why: said.trim() === "" ? "git gave no reason" : said.trim(),
    next: adviceForRemote(url, said),
  });
}

function adviceForRemote(url: string, said: string): readonly string[] {
  if (/Authentication failed|could not read (?:Username|Password)|HTTP Basic|\b40[13]\b/.test(said)) {
    return [
      'give the server a name and a password: git({ url, basicAuth: { username: "…", password: { env: "…" } } })',
    ];
  }
  if (/Permission denied \(|publickey/.test(said))
    return ["start an ssh-agent and add a key that the server knows: ssh-add"];
  if (/Host key verification failed/.test(said))
    return ["add the server to ~/.ssh/known_hosts: connect to it once with ssh"];
  if (/remote ref HEAD/.test(said))
    return ["name a `branch`, a `tag` or a `commit`: the repository has no default branch"];
  return [`see whether git reaches it: git ls-remote ${shellWord(url)}`];
}

/** `GIT.REMOTE_REFERENCE`: another repository was fetched and has no such commit. */
export function missingRemoteReference({ url, branch, tag, commit }: RemoteGitNode): BuilderError {
  const what =
    tag !== undefined ? `tag "${tag}"` : branch !== undefined ? `branch "${branch}"` : `commit ${commit ?? "HEAD"}`;
  return new BuilderError({
    code: "GIT.REMOTE_REFERENCE",
    message: `the git repository ${url} has no ${what}`,
    ...(commit === undefined ? {} : { why: "the commit may have been squashed or rebased" }),
    next: [`see what it has: git ls-remote ${shellWord(url)}`],
  });
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export function filesWithoutRepository(folder: string): BuilderError {
  return new BuilderError({
    code: "GIT.NO_REPOSITORY",
    message: `build.ts reads files of the commit, but ${folder} is in no git repository`,
    next: ["git init, and commit the files"],
  });
}

export function fetchFailed(stderr: string): BuilderError {
  return new BuilderError({
    code: "GIT.FETCH_FAILED",
    message: "the branches and tags of origin cannot be fetched",
    why: stderr.trim() === "" ? "git gave no reason" : stderr.trim(),
    next: ["see that git fetch origin works here", "add --no-fetch to go by what this clone knows already"],
  });
}

export function incompleteHistory(folder: string): BuilderError {
  return new BuilderError({
    code: "GIT.INCOMPLETE_HISTORY",
    message: `the clone at ${folder} is shallow: what is needed of the past cannot be told`,
    next: ["git fetch --unshallow", "in a CI system, ask for a full clone (fetch-depth: 0)"],
  });
}

/** `DOCKERFILE.ADDED_FILE_MISSING`: the work tree has nothing where `contextAddFiles` points. */
export function addedFileMissing(path: string, cause: unknown): BuilderError {
  return new BuilderError({
    code: "DOCKERFILE.ADDED_FILE_MISSING",
    message: `contextAddFiles names ${path}, which the work tree does not have`,
    next: ["make the file before building, or take it out of contextAddFiles", "paths are relative to the context"],
    cause,
  });
}

/** `GIT.NO_REPOSITORY`: there are no commits to wait for. */
export function followOutside(file: string): BuilderError {
  return new BuilderError({
    code: "GIT.NO_REPOSITORY",
    message: `--follow waits for commits, but ${file} is in no git repository`,
    next: ["git init, and commit the files", "leave out --follow"],
  });
}

/** `GIT.WATCH_FAILED`: the system does not tell of changes. */
export function watchFailed(folders: readonly string[], cause: unknown): BuilderError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new BuilderError({
    code: "GIT.WATCH_FAILED",
    message: `changes of ${folders.join(", ")} cannot be watched`,
    why,
    next: [
      "see that the system allows enough watches: sysctl fs.inotify.max_user_watches",
      "let git ignore folders that nobody builds from",
      "leave out --follow",
    ],
    cause,
  });
}
