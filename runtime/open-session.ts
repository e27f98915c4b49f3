import { existsSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { type Origin, originsOf } from "../sdk/errors/origin.ts";
import type { BuildGraph } from "../sdk/model/build-graph.ts";
import type { BuilderOptions } from "./builder.ts";
import { requireCommitted } from "./git/committed-files.ts";
import { type OpenedRepository, openRepository } from "./git/open-repository.ts";
import { createIncludeMatcher } from "./git/path-matcher.ts";
import { loadFile } from "./load/load-file.ts";
import type { LoadedFile } from "./load/loaded-file.ts";
import {
  createLoadHost,
  everythingUncommitted,
  folderInRepository,
  nothingUncommitted,
  type WatchedLoadHost,
} from "./load-host.ts";
import { sdkEntry } from "./sdk-entry.ts";
import { cacheDir } from "./util/cache-dir.ts";

/** What has been opened for one build.ts. */
export interface Session {
  readonly repository?: OpenedRepository;
  readonly loaded: LoadedFile;
  /** Whether a file, by its path from the root, is taken as it is on the disk, committed or not. */
  readonly isUncommitted: (path: string) => boolean;
}

/** Opens the repository, loads the file and sees that what was read is committed. Errors: `GIT.*`, `LOAD.*`, `GRAPH.*`. */
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
  const load = (host: WatchedLoadHost): Promise<LoadedFile> =>
    loadFile({ file, host, cacheDir: cacheDir(environment), sdkUrl: sdkEntry(), signal });
  try {
    const isUncommitted = looseGiterminism ? everythingUncommitted : nothingUncommitted;
    const host = createLoadHost(file, repository, environment, isUncommitted);
    const first = await load(host);
    history.mayBeFetched = first.graph.project.allowUnshallow;
    if (repository === undefined || looseGiterminism) return { repository, loaded: first, isUncommitted };
    const isAllowed = uncommittedTest(first.graph, folderInRepository(file, repository));
    if (isAllowed === nothingUncommitted) {
      await requireInputs(repository, first, host, isAllowed);
      return { repository, loaded: first, isUncommitted };
    }
    // What may be uncommitted is known only now, and decides about what was read.
    const secondHost = createLoadHost(file, repository, environment, isAllowed);
    const loaded = await load(secondHost);
    await requireInputs(repository, loaded, secondHost, isAllowed);
    return { repository, loaded, isUncommitted: isAllowed };
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

/** What was loaded, what `files` read, and Dockerfiles with what their contexts leave out. Errors: `GIT.UNCOMMITTED`. */
async function requireInputs(
  repository: OpenedRepository,
  loaded: LoadedFile,
  { read }: WatchedLoadHost,
  isAllowed: (path: string) => boolean,
): Promise<void> {
  const places = new Map<string, readonly Origin[]>(loaded.inputs.map((path) => [path, []]));
  for (const [path, where] of read) places.set(join(repository.workTree, path), where);
  for (const [path, where] of dockerfilesOf(loaded)) places.set(path, where);
  await requireCommitted(repository, places.keys(), isAllowed, (path) => places.get(path) ?? []);
}

function dockerfilesOf({ graph, file }: LoadedFile): readonly (readonly [path: string, where: readonly Origin[]])[] {
  return graph.images.flatMap((image) => {
    if (image.kind !== "dockerfile") return [];
    const context = join(dirname(file), image.context);
    const names = [image.dockerfile, `${image.dockerfile}.dockerignore`, ".dockerignore"];
    const paths = names.map((name) => join(context, name)).filter((path) => existsSync(path));
    return paths.map((path) => [path, originsOf(image)] as const);
  });
}
