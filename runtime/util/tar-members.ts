import { Bug } from "../../sdk/errors/bug.ts";
import { type ByteReader, createByteReader } from "./byte-reader.ts";
import { extendedHeader, type PaxRecord, readPaxRecords } from "./pax-records.ts";
import { padded, tarBlockBytes, writeChecksum } from "./tar-block.ts";

/** What a member of a tar stream is. */
export interface TarMember {
  /** As the stream has it, without a slash at its end. */
  readonly path: string;
  readonly type: "file" | "directory" | "symlink" | "link" | "other";
  readonly sizeBytes: number;
  /** Permission bits. */
  readonly mode: number;
  /** In whole seconds. */
  readonly modifiedUnix: number;
  /** Of a symlink: its text; of a hard link: the path of the member that has the content. */
  readonly target: string;
  /** The header under another name, owner or target; everything else, extended attributes included, byte by byte as it was. */
  header(change: HeaderChange): Buffer;
  /** The content, with what fills up its last block. To be read before the next member; what is not read is skipped. */
  content(): AsyncIterable<Buffer>;
}

export interface HeaderChange {
  readonly path: string;
  readonly target?: string;
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Takes a tar stream apart without unpacking it: contents pass as they come, whatever their size. tar-stream would read extended
 * attributes as text and lose bytes of them (file capabilities), and takes several times as long for small files.
 */
export async function* tarMembers(source: AsyncIterable<unknown>): AsyncGenerator<TarMember> {
  const reader = createByteReader(source);
  let records: readonly PaxRecord[] = [];
  let long: { readonly path?: string; readonly target?: string } = {};
  for (;;) {
    const block = await reader.read(tarBlockBytes);
    if (block === undefined || isZero(block)) break;
    const flag = String.fromCharCode(block[156] ?? 0);
    const size = numberOf(records, "size") ?? readNumber(block, 124, 12);
    const extension = "xgLK".includes(flag) ? await readPadded(reader, size) : undefined;
    if (extension !== undefined) {
      if (flag === "x") records = readPaxRecords(extension);
      if (flag === "L") long = { ...long, path: readText(extension, 0, size) };
      if (flag === "K") long = { ...long, target: readText(extension, 0, size) };
      continue;
    }
    let left = flag === "1" || flag === "2" || flag === "5" ? 0 : padded(size);
    const taken = records;
    const path = textOf(records, "path") ?? long.path ?? shortPath(block);
    yield {
      path: path.replace(/\/+$/, ""),
      type: typeOf(flag),
      sizeBytes: size,
      mode: readNumber(block, 100, 8) & 0o7777,
      modifiedUnix: Math.floor(numberOf(records, "mtime") ?? readNumber(block, 136, 12)),
      target: textOf(records, "linkpath") ?? long.target ?? readText(block, 157, 100),
      header: (change) => writeHeader(block, taken, change),
      async *content() {
        while (left > 0) {
          const chunk = await reader.some(left);
          if (chunk === undefined) throw new Error("the archive ends in the middle of a file");
          left -= chunk.byteLength;
          yield chunk;
        }
      },
    };
    while (left > 0) {
      const skipped = await reader.some(left);
      if (skipped === undefined) throw new Error("the archive ends in the middle of a file");
      left -= skipped.byteLength;
    }
    records = [];
    long = {};
  }
  // The rest is nothing but zeros; whoever sends it wants to be rid of it.
  while ((await reader.some(1 << 20)) !== undefined);
}

function typeOf(flag: string): TarMember["type"] {
  switch (flag) {
    case "0":
    case "\0":
    case "7":
      return "file";
    case "1":
      return "link";
    case "2":
      return "symlink";
    case "5":
      return "directory";
    default:
      return "other";
  }
}

function writeHeader(original: Buffer, records: readonly PaxRecord[], change: HeaderChange): Buffer {
  const block = Buffer.from(original);
  const isDirectory = String.fromCharCode(block[156] ?? 0) === "5";
  const kept = records.filter(([key]) => !isReplaced(key, change));
  const added: PaxRecord[] = [];
  block.fill(0, 345, 500);
  writeText(block, 0, isDirectory ? `${change.path}/` : change.path, "path", added);
  if (change.target !== undefined || records.some(([key]) => key === "linkpath")) {
    writeText(block, 157, change.target ?? textOf(records, "linkpath") ?? "", "linkpath", added);
  }
  if (change.uid !== undefined) writeOwner(block, 108, change.uid, "uid", added);
  if (change.gid !== undefined) writeOwner(block, 116, change.gid, "gid", added);
  writeChecksum(block);
  const all = [...added, ...kept];
  return all.length === 0 ? block : Buffer.concat([extendedHeader(block, all), block]);
}

function isReplaced(key: string, { uid, gid }: HeaderChange): boolean {
  if (key === "path" || key === "linkpath") return true;
  return (key === "uid" && uid !== undefined) || (key === "gid" && gid !== undefined);
}

/** Into the header where it fits, else beside it. */
function writeText(block: Buffer, offset: number, text: string, key: string, added: PaxRecord[]): void {
  const bytes = Buffer.from(text);
  block.fill(0, offset, offset + 100);
  bytes.copy(block, offset, 0, Math.min(100, bytes.byteLength));
  if (bytes.byteLength > 100) added.push([key, bytes]);
}

function writeOwner(block: Buffer, offset: number, id: number, key: string, added: PaxRecord[]): void {
  const fits = id <= 0o7777777;
  block.write(`${(fits ? id : 0).toString(8).padStart(7, "0")}\0`, offset, "latin1");
  // The name's place: who unpacks must not prefer it to the number.
  block.fill(0, key === "uid" ? 265 : 297, key === "uid" ? 297 : 329);
  if (!fits) added.push([key, Buffer.from(String(id))]);
}

function textOf(records: readonly PaxRecord[], key: string): string | undefined {
  return records.findLast(([name]) => name === key)?.[1].toString("utf8");
}

function numberOf(records: readonly PaxRecord[], key: string): number | undefined {
  const text = textOf(records, key);
  return text === undefined ? undefined : Number(text);
}

function shortPath(block: Buffer): string {
  const name = readText(block, 0, 100);
  const prefix = block.subarray(257, 263).toString("latin1") === "ustar\0" ? readText(block, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function readText(bytes: Buffer, offset: number, length: number): string {
  const field = bytes.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString("utf8");
}

/** Octal digits, or binary with the first bit set (GNU). */
function readNumber(block: Buffer, offset: number, length: number): number {
  const first = block[offset] ?? 0;
  if ((first & 0x80) === 0) return Number.parseInt(readText(block, offset, length).trim() || "0", 8);
  let value = first & 0x7f;
  for (let at = offset + 1; at < offset + length; at += 1) value = value * 256 + (block[at] ?? 0);
  return value;
}

async function readPadded(reader: ByteReader, size: number): Promise<Buffer> {
  if (size > 1 << 24) throw new Bug(`an extended header of ${size} bytes`);
  const bytes = await reader.read(padded(size));
  if (bytes === undefined) throw new Error("the archive ends in the middle of a header");
  return bytes.subarray(0, size);
}

function isZero(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}
