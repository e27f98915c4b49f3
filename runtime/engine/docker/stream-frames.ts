import type { Readable } from "node:stream";
import type { OutputStream } from "../engine.ts";

const headerBytes = 8;

/** Takes the engine's multiplexed stream apart: 8 bytes of header (kind, size), then the bytes of one output. */
export async function readFrames(
  stream: Readable,
  onBytes: (output: OutputStream, bytes: Buffer) => void | Promise<void>,
): Promise<void> {
  let header = Buffer.alloc(0);
  let output: OutputStream = "stdout";
  let missing = 0;
  for await (const chunk of stream) {
    let rest = toBuffer(chunk);
    while (rest.length > 0) {
      if (missing > 0) {
        const bytes = rest.subarray(0, missing);
        await onBytes(output, bytes);
        missing -= bytes.length;
        rest = rest.subarray(bytes.length);
        continue;
      }
      const taken = headerBytes - header.length;
      header = Buffer.concat([header, rest.subarray(0, taken)]);
      rest = rest.subarray(taken);
      if (header.length < headerBytes) continue;
      output = header[0] === 2 ? "stderr" : "stdout";
      missing = header.readUInt32BE(4);
      header = Buffer.alloc(0);
    }
  }
}

function toBuffer(chunk: unknown): Buffer {
  return chunk instanceof Uint8Array
    ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : Buffer.from(String(chunk));
}
