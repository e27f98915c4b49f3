import type { TarMember } from "../util/tar-members.ts";

/** Folders that belong to running containers, and what an engine and builder put into the root of each. */
const ofContainers = ["proc", "sys", "dev", "run", ".builder", ".dockerenv"];

/** Files that an engine creates where an image lacks them, to mount its own over them. */
const placeholders = ["etc/hosts", "etc/hostname", "etc/resolv.conf", "etc/mtab"];

/**
 * Whether something belongs to the container that was made to read an image, and not to the image. Below a folder that an
 * import names itself, only the engine's own files do.
 *
 * @param added what is read, without leading slash; "" for everything
 * @param path of the member, likewise
 */
export function isContainerFile(
  added: string,
  path: string,
  { type, sizeBytes }: Pick<TarMember, "type" | "sizeBytes">,
): boolean {
  if (added === "" && ofContainers.includes(path.split("/")[0] ?? "")) return true;
  return placeholders.includes(path) && (type === "symlink" || (type === "file" && sizeBytes === 0));
}
