import type { Container } from "../engine/engine.ts";
import type { TarEntry } from "../util/archive.ts";
import { putLayer } from "./git-layer.ts";
import { type PatchPlan, planPatch } from "./patch-plan.ts";
import type { MappingPatch } from "./patch-reader.ts";

/** Of the toolchain: the image may have no tools of its own. */
const busybox = "/.builder/bin/busybox";

/** Lists of paths ride in the tar stream, since a command line ends at 128 KiB; the command that reads them removes them. */
const filesList = ".builder-removed-files";
const directoriesList = ".builder-emptied-directories";

/**
 * Brings a container that was not started yet to HEAD: writes what is new or different. Content that commands of an earlier
 * stage changed is overwritten with what is committed (werf's `git apply` would fail there).
 *
 * @returns the commands that must run in the container to remove what is gone; none when nothing is
 */
export async function applyPatch(container: Container, patches: readonly MappingPatch[]): Promise<readonly string[]> {
  const plan = planPatch(patches);
  const lists = removalLists(plan);
  const hasFiles = plan.pieces.some((piece) => piece.files.length > 0);
  if (hasFiles || lists.length > 0) await putLayer(container, plan.pieces, lists);
  return lists.length === 0 ? [] : [removalCommand];
}

function removalLists({ removedFiles, emptiedDirectories }: PatchPlan): readonly TarEntry[] {
  if (removedFiles.length === 0) return [];
  return [listEntry(filesList, removedFiles), listEntry(directoriesList, emptiedDirectories)];

  function listEntry(path: string, listed: readonly string[]): TarEntry {
    const content = Buffer.from(listed.map((item) => `/${item}\0`).join(""));
    return { path, type: "file", mode: 0o600, uid: 0, gid: 0, modifiedUnix: 0, content };
  }
}

/** A directory that still holds something, made by commands for instance, stays; hence the `|| true`. */
const removalCommand = [
  `${busybox} xargs -0 -r ${busybox} rm -rf -- < /${filesList}`,
  `{ ${busybox} xargs -0 -r ${busybox} rmdir -- < /${directoriesList}; } > /dev/null 2>&1 || true`,
  `${busybox} rm -f /${filesList} /${directoriesList}`,
].join("\n");
