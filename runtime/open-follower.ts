import type { BuilderOptions } from "./builder.ts";
import { followOutside } from "./git/errors.ts";
import { openRepository } from "./git/open-repository.ts";
import { watchRepository } from "./git/watch-repository.ts";

/** Tells when there is something else to build. To be closed after use. */
export interface Follower {
  /** What would be built now: HEAD, or the hidden commit of the work tree. */
  current(): Promise<string>;
  /** Waits until something else than this commit would be built; undefined where it cannot be told what. */
  changed(commit: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Follows the repository of a build.ts. Errors: `GIT.*`. Rejects with the signal's reason. */
export async function openFollower({
  file,
  dev = false,
  environment,
  signal = new AbortController().signal,
}: Pick<BuilderOptions, "file" | "dev" | "environment" | "signal">): Promise<Follower> {
  const env = { ...environment };
  const watch = await watchRepository({ path: file, withWorkTree: dev, env, signal });
  if (watch === undefined) throw followOutside(file);
  const current = async (): Promise<string> => {
    const repository = await openRepository({ path: file, dev, allowUnshallow: false, env, signal });
    if (repository === undefined) throw followOutside(file);
    await repository.close();
    return repository.head.id;
  };
  return {
    current,
    async changed(commit) {
      for (;;) {
        await watch.next(signal);
        // In the middle of a rebase or an edit it may be unreadable for a moment: whoever builds says what is wrong.
        const now = await current().catch(() => undefined);
        signal.throwIfAborted();
        if (now !== commit) return now;
      }
    },
    close: () => watch.close(),
  };
}
