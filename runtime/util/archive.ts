import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Bug } from "../../sdk/errors/bug.ts";
import { padded, tarBlockBytes, tarEnd } from "./tar-block.ts";
import { type TarHeader, tarHeader } from "./tar-header.ts";

/** One member of a tar stream. */
export interface TarEntry extends TarHeader {
  /** Of a file; one that is too large to be held is read while it is packed. */
  readonly content?: Buffer | StreamedContent;
}

/** An entry that is held in memory. */
export interface HeldEntry extends TarEntry {
  readonly content?: Buffer;
}

/** Content whose size is known beforehand, as a tar header needs it. */
export interface StreamedContent {
  readonly sizeBytes: number;
  open(): Readable;
}

/** Every write to an engine's socket costs a system call, and small files would need three of them each. */
const chunkBytes = 256 * 1024;

/** Packs entries into a tar stream, reading them as fast as the consumer takes them; rejects through the stream's error. */
export function packTar(entries: Iterable<TarEntry> | AsyncIterable<TarEntry>): Readable {
  return toStream(packedChunks(entries));
}

/** Chunks of any size as a stream of large ones. */
export function streamOf(chunks: AsyncIterable<Buffer>): Readable {
  return toStream(inLargeChunks(chunks));
}

function toStream(chunks: AsyncIterable<Buffer>): Readable {
  return Readable.from(chunks, { objectMode: false, highWaterMark: chunkBytes });
}

/** The content of the first regular file in a tar stream; undefined when there is none. */
export async function readFirstFile(tar: Readable): Promise<Buffer | undefined> {
  const { extract } = await import("tar-stream");
  const members = extract();
  tar.on("error", (error) => members.destroy(error));
  tar.pipe(members);
  for await (const member of members) {
    if (member.header.type === "file" || member.header.type === "contiguous-file") {
      const chunks: Buffer[] = [];
      for await (const chunk of member) chunks.push(bytes(chunk));
      tar.destroy();
      return Buffer.concat(chunks);
    }
    member.resume();
  }
  return undefined;
}

/** A member of an archive that is read. `content` is read to its end before the next member comes. */
export interface TarMember {
  readonly path: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly content: AsyncIterable<Buffer>;
}

/** The members of a tar stream, one by one. */
export async function* readTar(tar: Readable): AsyncGenerator<TarMember> {
  const { extract } = await import("tar-stream");
  const members = extract();
  tar.on("error", (error) => members.destroy(error));
  tar.pipe(members);
  for await (const member of members) {
    const { name, type, size } = member.header;
    yield { path: name, type: type ?? "file", sizeBytes: size ?? 0, content: chunksOf(member) };
    member.resume();
  }
}

/**
 * Unpacks a tar stream into a folder that exists, without the first `strip` components of the paths. Nothing is written outside of it.
 */
export async function unpackTar(tar: Readable, folder: string, strip = 0): Promise<void> {
  const { default: tarFs } = await import("tar-fs");
  // Who runs builder owns what it fetched; devices need root.
  const options = {
    chown: false,
    strip,
    ignore: (_name: string, header?: { type?: unknown }) => isDevice(header?.type),
  };
  await pipeline(tar, tarFs.extract(folder, options));
}

function isDevice(type: unknown): boolean {
  return type === "character-device" || type === "block-device" || type === "fifo";
}

async function* chunksOf(member: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const chunk of member) yield bytes(chunk);
}

async function* packedChunks(entries: Iterable<TarEntry> | AsyncIterable<TarEntry>): AsyncGenerator<Buffer> {
  const chunk = createChunk();
  for await (const entry of entries) {
    const { content } = entry;
    const sizeBytes = Buffer.isBuffer(content) ? content.byteLength : (content?.sizeBytes ?? 0);
    chunk.add(tarHeader(entry, sizeBytes));
    if (Buffer.isBuffer(content)) chunk.add(content);
    else if (content !== undefined) yield* streamedChunks(entry.path, content, chunk);
    chunk.add(zeros.subarray(0, padded(sizeBytes) - sizeBytes));
    if (chunk.isFull()) yield chunk.take();
  }
  chunk.add(tarEnd);
  yield chunk.take();
}

const zeros = Buffer.alloc(tarBlockBytes);

/** A content of another size than its header says would make nonsense of all that follows. */
async function* streamedChunks(path: string, content: StreamedContent, chunk: Chunk): AsyncGenerator<Buffer> {
  let left = content.sizeBytes;
  for await (const piece of content.open()) {
    left -= bytes(piece).byteLength;
    if (left < 0) break;
    chunk.add(bytes(piece));
    if (chunk.isFull()) yield chunk.take();
  }
  if (left !== 0) throw new Error(`${path} has changed while it was packed: it is not ${content.sizeBytes} bytes long`);
}

/** Bytes on their way, gathered until there are enough of them. */
interface Chunk {
  add(piece: Buffer): void;
  isFull(): boolean;
  take(): Buffer;
}

function createChunk(): Chunk {
  let pieces: Buffer[] = [];
  let length = 0;
  return {
    add(piece) {
      if (piece.byteLength === 0) return;
      pieces.push(piece);
      length += piece.byteLength;
    },
    isFull: () => length >= chunkBytes,
    take() {
      const taken = Buffer.concat(pieces, length);
      pieces = [];
      length = 0;
      return taken;
    },
  };
}

/** Streams type their chunks as unknown. */
function bytes(chunk: unknown): Buffer {
  if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new Bug("a stream yielded something that is not bytes");
}

async function* inLargeChunks(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunk = createChunk();
  for await (const piece of pieces) {
    chunk.add(piece);
    if (chunk.isFull()) yield chunk.take();
  }
  yield chunk.take();
}
