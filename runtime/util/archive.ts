import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Header, Pack } from "tar-stream";
import { Bug } from "../../sdk/errors/bug.ts";

/** One member of a tar stream. */
export interface TarEntry {
  /** Relative, without leading slash. */
  readonly path: string;
  readonly type: "file" | "directory" | "symlink";
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modifiedUnix: number;
  /** Of a file; one that is too large to be held is read while it is packed. */
  readonly content?: Buffer | StreamedContent;
  /** Of a symlink. */
  readonly target?: string;
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
  return streamOf(packedChunks(entries));
}

/** Chunks of any size as a stream of large ones. */
export function streamOf(chunks: AsyncIterable<Buffer>): Readable {
  return Readable.from(inLargeChunks(chunks), { objectMode: false, highWaterMark: chunkBytes });
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
  const { pack } = await import("tar-stream");
  const tar = pack();
  const filled = fill(tar, entries).catch((error: unknown) => {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    for await (const chunk of tar) yield bytes(chunk);
  } finally {
    tar.destroy();
    await filled;
  }
}

async function fill(tar: Pack, entries: Iterable<TarEntry> | AsyncIterable<TarEntry>): Promise<void> {
  for await (const entry of entries) await add(tar, entry);
  tar.finalize();
}

function add(tar: Pack, entry: TarEntry): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => (error ? reject(error) : resolve());
    if (entry.type !== "file") tar.entry(headerOf(entry), done);
    else if (entry.content === undefined || Buffer.isBuffer(entry.content))
      tar.entry(headerOf(entry), entry.content ?? Buffer.alloc(0), done);
    else {
      const content = entry.content.open();
      content.on("error", reject);
      content.pipe(tar.entry({ ...headerOf(entry), size: entry.content.sizeBytes }, done));
    }
  });
}

function headerOf({ path, type, mode, uid, gid, modifiedUnix, target }: TarEntry): Partial<Header> & { name: string } {
  const header = { name: path, type, mode, uid, gid, mtime: new Date(modifiedUnix * 1000) };
  return target === undefined ? header : { ...header, linkname: target };
}

/** tar-stream types its chunks as unknown. */
function bytes(chunk: unknown): Buffer {
  if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new Bug("tar-stream yielded something that is not bytes");
}

async function* inLargeChunks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    waitingBytes += chunk.byteLength;
    if (waitingBytes >= chunkBytes) {
      yield Buffer.concat(waiting, waitingBytes);
      waiting = [];
      waitingBytes = 0;
    }
  }
  if (waitingBytes > 0) yield Buffer.concat(waiting, waitingBytes);
}
