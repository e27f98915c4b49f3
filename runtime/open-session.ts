import { existsSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { type Origin, originsOf } from "../sdk/errors/origin.ts";
import type { BuildGraph } from "../sdk/model/build-graph.ts";
import type { BuilderOptions } from "./builder.ts";
import { requireCleanSubmodules } from "./git/clean-submodules.ts";
import { requireCommitted } from "./git/committed-files.ts";
import { type OpenedRepository, openRepository } from "./git/open-repository.ts";
import { createIncludeMatcher } from "./git/path-matcher.ts";
import type { ImportedFile } from "./import/imported-file.ts";
import type { LoadedFile } from "./load/loaded-file.ts";
import { loadDescription } from "./load-description.ts";
import {
  createLoadHost,
  everythingUncommitted,
  folderInRepository,
  nothingUncommitted,
  type WatchedLoadHost,
} from "./load-host.ts";
import { loadWerf } from "./load-werf.ts";
import { isWerfFile } from "./util/is-werf-file.ts";

/** What has been opened for one build.ts, or for the file of another tool. */
export interface Session {
  readonly repository?: OpenedRepository;
  readonly loaded: LoadedFile | ImportedFile;
  /** Whether a file, by its path from the root, is taken as it is on the disk, committed or not. */
  readonly isUncommitted: (path: string) => boolean;
}

/**
 * Opens the repository, loads the file and sees that what was read is committed. Errors: `GIT.*`, `LOAD.*`, `GRAPH.*`; of a file of
 * another tool `WERF.*`, `YAML.*` and `TEMPLATE.*`.
 */
export async function openSession(options: BuilderOptions, signal: AbortSignal): Promise<Session> {
  const { file, environment, dev = false, virtualMerge = false, looseGiterminism = false } = options;
  const history = { mayBeFetched: true };
  const repository = await openRepository({
    path: file,
    dev,
    virtualMerge,
    allowUnshallow: () => history.mayBeFetched,
    env: { ...environment },
    signal,
  });
  const load = (host: WatchedLoadHost): Promise<LoadedFile | ImportedFile> =>
    loadDescription({ file, host, environment, signal });
  try {
    const isUncommitted = looseGiterminism ? everythingUncommitted : nothingUncommitted;
    if (isWerfFile(file)) {
      const loaded = await loadWerf(options, repository);
      history.mayBeFetched = loaded.graph.project.allowUnshallow;
      if (repository === undefined || looseGiterminism) return { repository, loaded, isUncommitted };
      const isAllowed = uncommittedTest(loaded.graph, folderInRepository(file, repository));
      await requireDockerfiles(repository, loaded, isAllowed);
      if (!dev) await requireCleanSubmodules(repository, loaded.graph);
      return { repository, loaded, isUncommitted: isAllowed };
    }
    const host = createLoadHost(file, repository, environment, isUncommitted);
    const first = await load(host);
    history.mayBeFetched = first.graph.project.allowUnshallow;
    if (repository === undefined || looseGiterminism) return { repository, loaded: first, isUncommitted };
    if (!dev) await requireCleanSubmodules(repository, first.graph);
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

/** What was loaded, what `files` read, and Dockerfiles. Errors: `GIT.UNCOMMITTED`. */
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

/** Of a werf.yaml all else is looked at while it is read. Errors: `GIT.UNCOMMITTED`. */
async function requireDockerfiles(
  repository: OpenedRepository,
  loaded: LoadedFile,
  isAllowed: (path: string) => boolean,
): Promise<void> {
  const places = dockerfilesOf(loaded);
  await requireCommitted(repository, places.keys(), isAllowed, (path) => places.get(path) ?? []);
}

/** Dockerfiles, and what their contexts leave out, with the images that they are for. */
function dockerfilesOf({ graph, file }: LoadedFile): ReadonlyMap<string, readonly Origin[]> {
  const found = new Map<string, readonly Origin[]>();
  for (const image of graph.images) {
    if (image.kind !== "dockerfile") continue;
    const context = join(dirname(file), image.context);
    for (const name of [image.dockerfile, `${image.dockerfile}.dockerignore`, ".dockerignore"]) {
      const path = join(context, name);
      if (existsSync(path)) found.set(path, originsOf(image));
    }
  }
  return found;
}
