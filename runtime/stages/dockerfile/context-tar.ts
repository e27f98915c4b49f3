import type { Readable } from "node:stream";
import type { FileEntry, PathFilter, Repository } from "../../git/repository.ts";
import { packTar, type TarEntry } from "../../util/archive.ts";
import { ancestorsOf } from "../mapping-paths.ts";

/**
 * Files of the context as the commit has them. They have the commit's time, so that one commit gives one context wherever it is
 * built.
 *
 * @param filter its `add` is the context
 * @param added members that come from elsewhere; they replace files of their paths
 */
export async function contextTar(
  repository: Repository,
  filter: PathFilter,
  added: readonly TarEntry[],
): Promise<() => Readable> {
  const replaced = new Set(added.map(({ path }) => path));
  const inContext = (path: string): string => (filter.add === "" ? path : path.slice(filter.add.length + 1));
  const files = (await repository.files(repository.head.id, filter)).filter(
    (file) => !replaced.has(inContext(file.path)),
  );
  return () => packTar(entries(repository, files, inContext, added));
}

async function* entries(
  repository: Repository,
  files: readonly FileEntry[],
  inContext: (path: string) => string,
  added: readonly TarEntry[],
): AsyncGenerator<TarEntry> {
  const owned = { uid: 0, gid: 0, modifiedUnix: repository.head.timeUnix };
  const paths = [...files.map((file) => inContext(file.path)), ...added.map(({ path }) => path)];
  const directories = new Set(paths.flatMap(ancestorsOf));
  for (const path of [...directories].sort()) yield { ...owned, path, type: "directory", mode: 0o755 };
  for await (const { file, content } of repository.contents(files)) {
    const path = inContext(file.path);
    if (file.mode === "120000") yield { ...owned, path, type: "symlink", mode: 0o777, target: content.toString() };
    else yield { ...owned, path, type: "file", mode: file.mode === "100755" ? 0o755 : 0o644, content };
  }
  yield* added;
}
