/** Parts what a shell says at its very end from all that it has said before. */
export interface LastWords {
  /** Returns what belongs to the output. */
  take(bytes: Buffer): Buffer;
  /** All that came after the marker; undefined where it has not come. */
  said(): Buffer | undefined;
}

/** @param marker a line, with its newlines, that stands between the two; it counts as output */
export function createLastWords(marker: string): LastWords {
  let tail: Buffer = Buffer.alloc(0);
  let last: Buffer[] | undefined;
  return {
    take(bytes) {
      if (last !== undefined) {
        last.push(bytes);
        return bytes.subarray(bytes.length);
      }
      // It may have come in two pieces.
      const all = Buffer.concat([tail, bytes]);
      const at = all.indexOf(marker);
      if (at < 0) {
        tail = all.subarray(Math.max(0, all.length - marker.length + 1));
        return bytes;
      }
      const end = at + marker.length - tail.length;
      last = [bytes.subarray(end)];
      return bytes.subarray(0, end);
    },
    said: () => (last === undefined ? undefined : Buffer.concat(last)),
  };
}
