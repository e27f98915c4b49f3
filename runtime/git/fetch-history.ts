import type { GitDirectory } from "./git-directory.ts";

/**
 * Fetches the history that a shallow clone lacks; false when that is not possible (no remote, no network, no access).
 * simple-git guards against environments and settings given by strangers; these are the user's own.
 */
export async function fetchHistory({ path, env, signal }: GitDirectory): Promise<boolean> {
  // 40 ms to import, needed by few runs.
  const { simpleGit } = await import("simple-git");
  const git = simpleGit({
    baseDir: path,
    allowEnvironment: Object.keys(env),
    unsafe: {
      allowUnsafeAskPass: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeEditor: true,
      allowUnsafeExec: true,
      allowUnsafeGitProxy: true,
      allowUnsafePager: true,
      allowUnsafeSshCommand: true,
      allowUnsafeTemplateDir: true,
    },
    ...(signal === undefined ? {} : { abort: signal }),
  });
  try {
    // --no-tags and no --prune: the user's references change as little as can be.
    await git.env(env).raw("fetch", "--unshallow", "--no-tags", "--quiet");
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}
