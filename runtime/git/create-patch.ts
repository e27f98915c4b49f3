import { posix } from "node:path";
import type { GitDirectory } from "./git-directory.ts";
import { type Located, locate } from "./locate.ts";
import type { PathMatcher } from "./path-matcher.ts";
import type { PatchOptions } from "./repository.ts";
import { type PatchScope, rewritePatch } from "./rewrite-patch.ts";
import { readGit } from "./run-git.ts";
import type { Checkout, Submodules } from "./submodules.ts";

/** The settings that werf passes (spec §2.5), then those that it forgets and that would change the text. */
const settings = [
  "core.autocrlf=false",
  "gc.auto=0",
  "commit.gpgsign=false",
  "core.untrackedCache=false",
  "core.splitIndex=false",
  "diff.renames=false",
  "core.quotePath=false",
  "diff.algorithm=default",
  "diff.context=3",
  "diff.interHunkContext=0",
  "diff.indentHeuristic=true",
  "diff.mnemonicPrefix=false",
  "diff.noprefix=false",
  "diff.orderFile=/dev/null",
  "diff.relative=false",
  "diff.suppressBlankEmpty=false",
  "core.attributesFile=/dev/null",
];

export interface PatchRequest extends PatchOptions {
  readonly from: Checkout;
  readonly to: Checkout;
  readonly add: string;
  readonly matcher: PathMatcher;
}

/** Where git runs when submodules must be compared too: it looks for them in the work tree. */
export interface WorkTreeOptions {
  readonly workTree: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The text of werf's patch between two commits (spec §2.5). */
export async function createPatch(
  request: PatchRequest,
  submodules: Submodules,
  workTree: WorkTreeOptions,
): Promise<string> {
  const { from, to, add, matcher, whole = false, fileName } = request;
  const located = (await locate(to, add, submodules)) ?? (await locate(from, add, submodules));
  const hasSubmodules = (await to.directory.tree(to.commit.tree)).some(({ name }) => name === ".gitmodules");
  const args = [
    ...[...settings, ...(whole ? ["diff.context=999999999"] : [])].flatMap((setting) => ["-c", setting]),
    "diff",
    "--full-index",
    `--submodule=${hasSubmodules ? "diff" : "log"}`,
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    ...(whole ? ["--binary"] : []),
    from.commit.id,
    to.commit.id,
    ...pathspec(add, located),
  ];
  const diff = await runDiff(args, to.directory, hasSubmodules ? workTree : undefined);
  return rewritePatch(diff.toString(), toScope(add, located, matcher, fileName));
}

/** Saves work only, as the rewriting filters; git does not look into a submodule for a pathspec. */
function pathspec(add: string, located: Located | undefined): readonly string[] {
  if (add === "" || located === undefined || located.checkout.path !== "") return [];
  return ["--", `:(top,literal)${add}`];
}

function runDiff(
  args: readonly string[],
  directory: GitDirectory,
  workTree: WorkTreeOptions | undefined,
): Promise<Buffer> {
  // Attributes of the system would choose other hunk headings on another machine.
  const neutral = { GIT_ATTR_NOSYSTEM: "1" };
  const [cwd, env] = workTree === undefined ? [directory.path, directory.env] : [workTree.workTree, workTree.env];
  return readGit(args, { cwd, env: { ...env, ...neutral }, signal: directory.signal });
}

function toScope(
  add: string,
  located: Located | undefined,
  matcher: PathMatcher,
  fileName: string | undefined,
): PatchScope {
  const isDirectory = located?.entry.mode === "040000" || located?.entry.mode === "160000";
  if (isDirectory) return { directory: add, matcher };
  const parent = posix.dirname(add);
  const directory = parent === "." ? "" : parent;
  return fileName === undefined
    ? { directory, matcher }
    : { directory, matcher, rename: { path: add, name: fileName } };
}
