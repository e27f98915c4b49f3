import { Bug } from "../../sdk/errors/bug.ts";

/** Hands out the bytes of a stream in the pieces that are asked for. */
export interface ByteReader {
  /** Exactly so many bytes; undefined when there are none left. */
  read(count: number): Promise<Buffer | undefined>;
  /** At least one byte and at most so many, without copying; undefined when there are none left. */
  some(most: number): Promise<Buffer | undefined>;
}

export function createByteReader(source: AsyncIterable<unknown>): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let current: Buffer = Buffer.alloc(0);
  const refill = async (): Promise<boolean> => {
    while (current.byteLength === 0) {
      const next = await chunks.next();
      if (next.done === true) return false;
      current = toBuffer(next.value);
    }
    return true;
  };
  const take = (count: number): Buffer => {
    const taken = current.subarray(0, count);
    current = current.subarray(count);
    return taken;
  };
  return {
    async some(most) {
      return (await refill()) ? take(most) : undefined;
    },
    async read(count) {
      if (!(await refill())) return undefined;
      if (current.byteLength >= count) return take(count);
      const pieces: Buffer[] = [];
      let missing = count;
      while (missing > 0) {
        if (!(await refill())) throw new Error("the stream ends too early");
        const piece = take(missing);
        pieces.push(piece);
        missing -= piece.byteLength;
      }
      return Buffer.concat(pieces);
    },
  };
}

function toBuffer(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  throw new Bug("the stream yielded something that is not bytes");
}
