import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type TarMember, tarMembers } from "../../../util/tar-members.ts";

/** What BuildKit may ask for under a name. */
export interface OfferedFolder {
  /** Directories before what they hold; of the entries of a directory the one with the lower bytes first. */
  readonly files: readonly OfferedFile[];
}

export interface OfferedFile {
  readonly path: string;
  readonly type: "file" | "directory" | "symlink";
  /** Permission bits. */
  readonly mode: number;
  readonly sizeBytes: number;
  readonly modifiedUnix: number;
  /** Of a symlink. */
  readonly target: string;
  /** Of a file. */
  open(): Readable;
}

export interface HeldFolder extends OfferedFolder {
  remove(): Promise<void>;
}

/**
 * Keeps the contents of a tar stream in a file: BuildKit wants to know of all files before it asks for the contents of some.
 *
 * @param prefix where to keep it, and what its folder's name begins with
 */
export async function holdFolder(tar: Readable, prefix: string): Promise<HeldFolder> {
  await mkdir(dirname(prefix), { recursive: true });
  const folder = await mkdtemp(prefix);
  const path = join(folder, "contents");
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const found = new Map<string, OfferedFile>();
  let written = 0;
  async function* contents(): AsyncGenerator<Buffer> {
    for await (const member of tarMembers(tar)) {
      const file = describe(member, path, written);
      if (file !== undefined) found.set(file.path, file);
      for await (const chunk of member.content()) {
        written += chunk.byteLength;
        yield chunk;
      }
    }
  }
  try {
    await pipeline(contents(), createWriteStream(path));
  } catch (error) {
    await remove();
    throw error;
  }
  return { files: [...found.values()].sort(byPath), remove };
}

/** Undefined for what no commit holds: hard links, devices. */
function describe(member: TarMember, contents: string, start: number): OfferedFile | undefined {
  const { path, type, sizeBytes, mode, modifiedUnix, target } = member;
  if (type === "link" || type === "other") return undefined;
  const open = (): Readable =>
    sizeBytes === 0 ? Readable.from([]) : createReadStream(contents, { start, end: start + sizeBytes - 1 });
  return { path, type, sizeBytes, mode, modifiedUnix, target, open };
}

/** A folder of one file whose content is known. */
export function folderOf(path: string, text: string): OfferedFolder {
  const content = Buffer.from(text);
  const about = {
    path,
    type: "file",
    mode: 0o644,
    sizeBytes: content.byteLength,
    modifiedUnix: 0,
    target: "",
  } as const;
  return { files: [{ ...about, open: () => Readable.from([content]) }] };
}

/** A slash comes before every other character, so that a directory's entries follow it at once. */
function byPath(one: OfferedFile, other: OfferedFile): number {
  return Buffer.compare(sortable(one.path), sortable(other.path));
}

function sortable(path: string): Buffer {
  return Buffer.from(path.replaceAll("/", "\0"));
}
