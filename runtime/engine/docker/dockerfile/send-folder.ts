import type { ServerHttp2Stream } from "node:http2";
import { toGoMode } from "../go-mode.ts";
import { beginAnswer, frameMessage, type GrpcStatus, grpcOk, readMessages } from "./grpc-stream.ts";
import type { OfferedFile, OfferedFolder } from "./held-folder.ts";
import { readFields, writeField, writeNumber } from "./protobuf.ts";

/** Kinds of `fsutil.types.Packet`; that of a file's description is 0 and not written. */
const packet = { request: 1, data: 2, end: 3 } as const;

/** BuildKit's own clients send pieces of this size. */
const pieceBytes = 32 * 1024;

/**
 * Answers `moby.filesync.v1.FileSync/DiffCopy`: describes all files, an empty packet after the last, and sends the contents of those
 * that are asked for by their places in that list.
 */
export async function sendFolder(stream: ServerHttp2Stream, folder: OfferedFolder | undefined): Promise<void> {
  const status: GrpcStatus =
    folder === undefined ? { code: 5, message: "no such folder was given to the build" } : grpcOk;
  beginAnswer(stream, () => status);
  if (folder === undefined) {
    stream.end();
    return;
  }
  const send = createSender(stream);
  const described = describeAll(folder, send);
  // It is awaited in its turn; until then a failure must not end the process.
  described.catch(() => {});
  let sending: Promise<void> = described;
  for await (const message of readMessages(stream)) {
    const { type, id } = readPacket(message);
    if (type === packet.request) sending = sending.then(() => sendContent(folder.files[id], id, send));
    else if (type === packet.end) {
      sending = sending.then(async () => {
        await send(writeNumber(1, packet.end));
        stream.end();
      });
    }
    sending.catch(() => stream.destroy());
  }
  await sending;
}

type Send = (packet: Buffer) => Promise<void>;

/** One packet after another, as fast as they are taken. */
function createSender(stream: ServerHttp2Stream): Send {
  return (message) =>
    new Promise((taken, failed) => {
      stream.write(frameMessage(message), (error) => (error ? failed(error) : taken()));
    });
}

async function describeAll({ files }: OfferedFolder, send: Send): Promise<void> {
  for (const file of files) await send(writeField(2, describe(file)));
  await send(Buffer.alloc(0));
}

/** `fsutil.types.Stat`. */
function describe({ path, type, mode, sizeBytes, modifiedUnix, target }: OfferedFile): Buffer {
  return Buffer.concat([
    writeField(1, path),
    writeNumber(2, toGoMode(type, mode)),
    ...(type === "file" ? [writeNumber(5, sizeBytes)] : []),
    writeNumber(6, modifiedUnix * 1e9),
    ...(type === "symlink" ? [writeField(7, target)] : []),
  ]);
}

async function sendContent(file: OfferedFile | undefined, id: number, send: Send): Promise<void> {
  const head = Buffer.concat([writeNumber(1, packet.data), writeNumber(3, id)]);
  for await (const chunk of file?.open() ?? []) {
    const bytes = Buffer.from(chunk);
    for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
      await send(Buffer.concat([head, writeField(4, bytes.subarray(at, at + pieceBytes))]));
    }
  }
  await send(head);
}

function readPacket(message: Buffer): { readonly type: number; readonly id: number } {
  let [type, id] = [0, 0];
  for (const { number, varint } of readFields(message)) {
    if (number === 1) type = Number(varint);
    if (number === 3) id = Number(varint);
  }
  return { type, id };
}
