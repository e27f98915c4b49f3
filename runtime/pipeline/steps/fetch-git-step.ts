import { join } from "node:path";
import type { ExternalStepNode } from "../../../sdk/model/step-node.ts";
import type { TarEntry } from "../../util/archive.ts";
import { runProcess } from "../../util/process.ts";
import { stepNotFetched } from "../errors.ts";
import { readFolder } from "./read-folder.ts";
import type { StepReference } from "./step-reference.ts";

/** The files of a step that a repository holds, at its branch, tag or commit. `clone`: an empty folder. Error: `PIPELINE.STEP_FETCH`. */
export async function fetchGitStep(
  step: ExternalStepNode,
  { url, ref = "HEAD", folder = "" }: Extract<StepReference, { kind: "git" }>,
  clone: string,
  signal: AbortSignal,
): Promise<readonly TarEntry[]> {
  // A question for a password would wait for ever.
  const options = { cwd: clone, env: { GIT_TERMINAL_PROMPT: "0" }, signal };
  const git = async (...args: readonly string[]) => runProcess("git", args, options);
  if (url.startsWith("-") || ref.startsWith("-")) throw stepNotFetched(step, "An address does not begin with a dash.");
  await git("init", "--quiet");
  let fetched = await git("fetch", "--quiet", "--depth", "1", url, ref);
  // Not every server hands out a commit by its id alone.
  if (fetched.exitCode !== 0 && /^[0-9a-f]{7,64}$/.test(ref)) {
    fetched = await git("fetch", "--quiet", "--tags", url, "+refs/*:refs/remotes/step/*");
  }
  if (fetched.exitCode !== 0) throw stepNotFetched(step, fetched.stderr);
  const wanted = /^[0-9a-f]{7,64}$/.test(ref) ? ref : "FETCH_HEAD";
  const checkedOut = await git("checkout", "--quiet", "--detach", wanted);
  if (checkedOut.exitCode !== 0) throw stepNotFetched(step, checkedOut.stderr);
  return readFolder(join(clone, folder)).catch((error: unknown) => {
    throw stepNotFetched(step, error instanceof Error ? error.message : String(error));
  });
}
