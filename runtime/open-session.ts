import { existsSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { BuildGraph } from "../sdk/model/build-graph.ts";
import type { BuilderOptions } from "./builder.ts";
import { requireCommitted } from "./git/committed-files.ts";
import { type OpenedRepository, openRepository } from "./git/open-repository.ts";
import { createIncludeMatcher } from "./git/path-matcher.ts";
import type { ImportedFile } from "./import/imported-file.ts";
import type { LoadedFile } from "./load/loaded-file.ts";
import { loadDescription } from "./load-description.ts";
import { createLoadHost, folderInRepository, nothingUncommitted, type WatchedLoadHost } from "./load-host.ts";
import { loadWerf } from "./load-werf.ts";
import { isWerfFile } from "./util/is-werf-file.ts";

/** What has been opened for one build.ts, or for the file of another tool. */
export interface Session {
  readonly repository?: OpenedRepository;
  readonly loaded: LoadedFile | ImportedFile;
}

/**
 * Opens the repository, loads the file and sees that what was read is committed. Errors: `GIT.*`, `LOAD.*`, `GRAPH.*`; of a file of
 * another tool `WERF.*`, `YAML.*` and `TEMPLATE.*`.
 */
export async function openSession(options: BuilderOptions, signal: AbortSignal): Promise<Session> {
  const { file, environment, dev = false, looseGiterminism = false } = options;
  const history = { mayBeFetched: true };
  const repository = await openRepository({
    path: file,
    dev,
    allowUnshallow: () => history.mayBeFetched,
    env: { ...environment },
    signal,
  });
  const load = (host: WatchedLoadHost): Promise<LoadedFile | ImportedFile> =>
    loadDescription({ file, host, environment, signal });
  try {
    if (isWerfFile(file)) {
      const loaded = await loadWerf(options, repository);
      history.mayBeFetched = loaded.graph.project.allowUnshallow;
      if (repository !== undefined && !looseGiterminism) await requireCommitted(repository, dockerfilesOf(loaded));
      return { repository, loaded };
    }
    const isUncommitted = looseGiterminism ? () => true : nothingUncommitted;
    const host = createLoadHost(file, repository, environment, isUncommitted);
    const first = await load(host);
    history.mayBeFetched = first.graph.project.allowUnshallow;
    if (repository === undefined || looseGiterminism) return { repository, loaded: first };
    const isAllowed = uncommittedTest(first.graph, folderInRepository(file, repository));
    if (isAllowed === nothingUncommitted) {
      await requireCommitted(repository, [...inputsOf(first, host, repository), ...dockerfilesOf(first)]);
      return { repository, loaded: first };
    }
    // What may be uncommitted is known only now, and decides about what was read.
    const secondHost = createLoadHost(file, repository, environment, isAllowed);
    const loaded = await load(secondHost);
    await requireCommitted(repository, inputsOf(loaded, secondHost, repository), isAllowed);
    await requireCommitted(repository, dockerfilesOf(loaded));
    return { repository, loaded };
  } catch (error) {
    await repository?.close();
    throw error;
  }
}

/** Masks are relative to the folder of build.ts, paths to the root. */
function uncommittedTest({ project }: BuildGraph, folder: string): (path: string) => boolean {
  const masks = project.giterminism?.uncommittedFiles ?? [];
  if (masks.length === 0) return nothingUncommitted;
  return createIncludeMatcher(masks.map((mask) => posix.join(folder, mask))).matches;
}

/** What was loaded, and what `files` read. */
function inputsOf(
  { inputs }: LoadedFile,
  { read }: WatchedLoadHost,
  { workTree }: OpenedRepository,
): readonly string[] {
  return [...inputs, ...[...read].map((path) => join(workTree, path))];
}

/** Dockerfiles and what their contexts leave out: both are read from the commit, whatever is allowed. */
function dockerfilesOf({ graph, file }: LoadedFile): readonly string[] {
  return graph.images.flatMap((image) => {
    if (image.kind !== "dockerfile") return [];
    const context = join(dirname(file), image.context);
    const names = [image.dockerfile, `${image.dockerfile}.dockerignore`, ".dockerignore"];
    return names.map((name) => join(context, name)).filter((path) => existsSync(path));
  });
}
