import type { ObjectId } from "./repository.ts";

export interface GitObject {
  readonly id: ObjectId;
  readonly type: string;
  readonly content: Buffer;
}

const lineBreak = 10;

/** Cuts the output of `cat-file --batch` into objects: `ID TYPE SIZE\n`, the content, `\n`; or `NAME missing\n`. */
export class BatchParser {
  #chunks: Buffer[] = [];
  #length = 0;
  #header: { readonly id: ObjectId; readonly type: string; readonly size: number } | undefined;

  /** The objects that are complete with this chunk; null for one that is missing. */
  *push(chunk: Buffer): Generator<GitObject | null> {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    for (;;) {
      if (this.#header === undefined) {
        const end = this.#joined().indexOf(lineBreak);
        if (end < 0) return;
        const words = this.#take(end + 1)
          .toString()
          .trimEnd()
          .split(" ");
        const [id = "", type = "", size] = words.slice(-3);
        if (size === undefined || !/^\d+$/.test(size)) {
          yield null;
          continue;
        }
        this.#header = { id, type, size: Number(size) };
      }
      if (this.#length <= this.#header.size) return;
      const { id, type, size } = this.#header;
      this.#header = undefined;
      const content = this.#take(size + 1).subarray(0, size);
      yield { id, type, content };
    }
  }

  #joined(): Buffer {
    const joined = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#chunks = [joined ?? Buffer.alloc(0)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  #take(length: number): Buffer {
    const joined = this.#joined();
    this.#chunks = [joined.subarray(length)];
    this.#length -= length;
    return joined.subarray(0, length);
  }
}
