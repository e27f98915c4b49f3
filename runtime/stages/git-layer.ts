import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { Container } from "../engine/engine.ts";
import type { FileEntry, Repository } from "../git/repository.ts";
import { packTar, type TarEntry } from "../util/archive.ts";
import { ancestorsOf, parentOf, repositoryPath, targetPath, targetRoot } from "./mapping-paths.ts";
import { findNewDirectories } from "./new-directories.ts";
import { createOwnerResolver, type Ownership } from "./owner.ts";

/** Files of one mapping that go into a container. */
export interface LayerPiece {
  readonly mapping: GitMappingNode;
  readonly repository: Repository;
  readonly files: readonly FileEntry[];
  /** Directories of the image, without leading slash, that are known to exist. */
  readonly existing?: readonly string[];
  /** Paths of the image that are something else now and become directories. */
  readonly replaced?: readonly string[];
}

/**
 * Puts files into a container as one tar stream at `/`. Their time is their commit's, so that one commit gives the same layer
 * wherever it is built.
 *
 * @param extra members that follow the files
 */
export async function putLayer(
  container: Container,
  pieces: readonly LayerPiece[],
  extra: readonly TarEntry[] = [],
): Promise<void> {
  const owners = createOwnerResolver(container);
  const owned: OwnedPiece[] = [];
  for (const piece of pieces) owned.push({ ...piece, owner: await owners.resolve(piece.mapping) });
  const { created, isSelfContained } = await newDirectories(container, owned);
  const entries = layerEntries(owned, created, extra);
  await container.putArchive(packTar(entries), "/", { isSelfContained: isSelfContained && extra.length === 0 });
}

interface OwnedPiece extends LayerPiece {
  readonly owner: Ownership;
}

async function newDirectories(
  container: Container,
  pieces: readonly OwnedPiece[],
): Promise<{ readonly created: readonly TarEntry[]; readonly isSelfContained: boolean }> {
  const modifiedUnix = pieces[0]?.repository.head.timeUnix ?? 0;
  const owners = directoryOwners(pieces);
  const existing = new Set(pieces.flatMap((piece) => piece.existing ?? []));
  const replaced = new Set(pieces.flatMap((piece) => piece.replaced ?? []));
  const missing = await findNewDirectories(container, new Set(owners.keys()), existing, replaced);
  const created = missing.map((path): TarEntry => {
    const { uid, gid } = owners.get(path) ?? root;
    return { path, type: "directory", mode: 0o755, uid, gid, modifiedUnix };
  });
  return { created, isSelfContained: missing.length === owners.size };
}

const root: Ownership = { uid: 0, gid: 0 };

/** Every directory that the files need, and who it belongs to if it is new: to root above `to`, to the mapping's owner from there on. */
function directoryOwners(pieces: readonly OwnedPiece[]): ReadonlyMap<string, Ownership> {
  const owners = new Map<string, Ownership>();
  for (const { mapping, files, owner } of pieces) {
    const isFile = files.some((file) => file.path === repositoryPath(mapping));
    const top = isFile ? parentOf(targetRoot(mapping)) : targetRoot(mapping);
    for (const path of ancestorsOf(top)) if (!owners.has(path)) owners.set(path, root);
    if (top !== "" && files.length > 0) owners.set(top, owner);
    for (const parent of new Set(files.map((file) => parentOf(targetPath(mapping, file.path))))) {
      for (const path of [...ancestorsOf(parent), parent])
        if (path !== "" && !owners.has(path)) owners.set(path, owner);
    }
  }
  return owners;
}

async function* layerEntries(
  pieces: readonly OwnedPiece[],
  directories: readonly TarEntry[],
  extra: readonly TarEntry[],
): AsyncIterable<TarEntry> {
  yield* directories;
  for (const { mapping, repository, files, owner } of pieces) {
    const modifiedUnix = repository.head.timeUnix;
    for await (const { file, content } of repository.contents(files)) {
      const entry = { path: targetPath(mapping, file.path), ...owner, modifiedUnix };
      if (file.mode === "120000") yield { ...entry, type: "symlink", mode: 0o777, target: content.toString("utf8") };
      else yield { ...entry, type: "file", mode: file.mode === "100755" ? 0o755 : 0o644, content };
    }
  }
  yield* extra;
}
