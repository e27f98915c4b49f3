import { dirname, posix, relative, sep } from "node:path";
import { filesWithoutRepository } from "./git/errors.ts";
import { createFileReader } from "./git/file-reader.ts";
import type { OpenedRepository } from "./git/open-repository.ts";
import type { LoadHost } from "./load/loaded-file.ts";
import type { Environment } from "./util/cache-dir.ts";

/** What `env()` and `files` see: the environment of the process, and the commit that is built, from the folder of build.ts on. */
export function createLoadHost(
  file: string,
  repository: OpenedRepository | undefined,
  environment: Environment,
): LoadHost {
  const env = (name: string): string | undefined => environment[name];
  if (repository === undefined) {
    const refuse = (): never => {
      throw filesWithoutRepository(dirname(file));
    };
    return { env, readFile: refuse, glob: refuse };
  }
  const reader = createFileReader({ workTree: repository.workTree, commit: repository.head.id });
  const folder = relative(repository.workTree, dirname(file)).split(sep).join("/");
  return {
    env,
    readFile: (path) => reader.readFile(posix.join(folder, path)),
    glob: (mask) => reader.glob(posix.join(folder, mask)).map((path) => posix.relative(folder, path)),
  };
}
