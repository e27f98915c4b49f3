import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { ImportNode } from "../../sdk/model/import-node.ts";
import type { Container } from "../engine/engine.ts";
import { type TarMember, tarMembers } from "../util/tar-members.ts";
import { isContainerFile } from "./container-files.ts";
import { importMissing } from "./errors.ts";
import { isDirectory } from "./new-directories.ts";

/**
 * werf 2's checksum of the files that an import selects (spec §5.4): MD5 of one line for each regular file and symlink, sorted as
 * `sort -n` does, with the MD5 of its content or of `symlink:TARGET` and its path from the root. Modes and owners do not count.
 */
export async function filesChecksum(
  source: Container,
  node: ImportNode,
  isWanted: (path: string) => boolean,
): Promise<string> {
  const added = posix.resolve("/", node.add);
  const tar = await source.getArchive((await isDirectory(source, added)) ? `${added}/.` : added);
  if (tar === undefined) throw importMissing(node);
  const lines: Line[] = [];
  // A hard link has the content of the member that it names.
  const contents = new Map<string, string>();
  try {
    let top: string | undefined;
    for await (const member of tarMembers(tar)) {
      const name = cleanName(member.path);
      top ??= name;
      const relative = top === "" ? name : name.slice(top.length + 1);
      const path = [added.slice(1), relative].filter(Boolean).join("/");
      const isFile = member.type === "file";
      const checksum = isFile ? await contentChecksum(member) : otherChecksum(member, contents);
      if (isFile) contents.set(name, checksum ?? "");
      if (checksum === undefined || isContainerFile(added.slice(1), path, member) || !isWanted(relative)) continue;
      lines.push({ path, text: `${checksum}  ${path}\n` });
    }
  } finally {
    tar.destroy();
  }
  return md5(
    lines
      .sort(byNumberThenBytes)
      .map(({ text }) => text)
      .join(""),
  );
}

interface Line {
  readonly path: string;
  readonly text: string;
}

async function contentChecksum(member: TarMember): Promise<string> {
  const hash = createHash("md5");
  let left = member.sizeBytes;
  for await (const chunk of member.content()) {
    // The last block is filled up.
    hash.update(chunk.subarray(0, Math.min(left, chunk.byteLength)));
    left -= Math.min(left, chunk.byteLength);
  }
  return hash.digest("hex");
}

function otherChecksum(member: TarMember, contents: ReadonlyMap<string, string>): string | undefined {
  if (member.type === "symlink") return md5(`symlink:${member.target}`);
  return member.type === "link" ? contents.get(cleanName(member.target)) : undefined;
}

/** Names that begin with a number come in the order of the numbers. */
function byNumberThenBytes(a: Line, b: Line): number {
  return leadingNumber(a.path) - leadingNumber(b.path) || Buffer.compare(Buffer.from(a.path), Buffer.from(b.path));
}

function leadingNumber(path: string): number {
  return Number(/^-?\d+(?:\.\d+)?/.exec(path)?.[0] ?? "0");
}

function cleanName(path: string): string {
  return path.replace(/^(?:\.?\/)+/, "").replace(/^\.$/, "");
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
