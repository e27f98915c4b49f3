import { extendedHeader, type PaxRecord } from "./pax-records.ts";
import { tarBlockBytes, writeChecksum } from "./tar-block.ts";

/** A member of a tar stream, apart from its content. */
export interface TarHeader {
  /** Relative, without leading slash. */
  readonly path: string;
  readonly type: "file" | "directory" | "symlink";
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modifiedUnix: number;
  /** Of a symlink. */
  readonly target?: string;
}

const flags = { file: "0", symlink: "2", directory: "5" } as const;

/**
 * The header of a member, with an extended one before it where something is too long for it. Not tar-stream's: that takes
 * three times as long, which is seconds for a large repository.
 */
export function tarHeader(member: TarHeader, sizeBytes: number): Buffer {
  const block = Buffer.allocUnsafe(tarBlockBytes).fill(0);
  const extended: PaxRecord[] = [];
  writeText(block, 0, member.path, "path", extended);
  writeNumber(block, 100, 8, member.mode, "mode", extended);
  writeNumber(block, 108, 8, member.uid, "uid", extended);
  writeNumber(block, 116, 8, member.gid, "gid", extended);
  writeNumber(block, 124, 12, sizeBytes, "size", extended);
  writeNumber(block, 136, 12, member.modifiedUnix, "mtime", extended);
  block.write(flags[member.type], 156, "latin1");
  if (member.target !== undefined) writeText(block, 157, member.target, "linkpath", extended);
  block.write("ustar\x0000", 257, "latin1");
  writeChecksum(block);
  return extended.length === 0 ? block : Buffer.concat([extendedHeader(block, extended), block]);
}

/** A text that is too long stands beside the header, and its beginning in it. */
function writeText(block: Buffer, offset: number, text: string, key: string, extended: PaxRecord[]): void {
  const fits = text.length <= 33 || Buffer.byteLength(text) <= 100;
  block.write(text, offset, 100, "utf8");
  if (!fits) extended.push([key, Buffer.from(text)]);
}

/** Octal digits and a zero byte at the end. */
function writeNumber(
  block: Buffer,
  offset: number,
  length: number,
  value: number,
  key: string,
  extended: PaxRecord[],
): void {
  const digits = value.toString(8);
  const fits = value >= 0 && digits.length < length;
  block.write((fits ? digits : "0").padStart(length - 1, "0"), offset, "latin1");
  if (!fits) extended.push([key, Buffer.from(String(value))]);
}
