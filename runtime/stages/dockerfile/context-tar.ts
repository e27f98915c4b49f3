import type { Readable } from "node:stream";
import type { FileEntry, Repository } from "../../git/repository.ts";
import { packTar, type TarEntry } from "../../util/archive.ts";
import { ancestorsOf } from "../mapping-paths.ts";
import type { Recipe } from "./recipe.ts";

/**
 * The context as the commit has it, without what .dockerignore leaves out, and with what is hidden. Files have the commit's time, so that one commit gives one
 * context wherever it is built.
 *
 * @param added members that come from elsewhere; they replace files of their paths
 */
export async function contextTar(
  repository: Repository,
  { contextPath, ignore, hidden }: Recipe,
  added: readonly TarEntry[],
): Promise<() => Readable> {
  const filter = {
    add: contextPath,
    includePaths: [],
    excludePaths: [],
    ignore: [...ignore, ...hidden.map((path) => `!${path}`)],
  };
  const replaced = new Set(added.map(({ path }) => path));
  const inContext = (path: string): string => (contextPath === "" ? path : path.slice(contextPath.length + 1));
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
