import type { Origin } from "../../sdk/errors/origin.ts";

/** Turns a byte of a text into the places in the user's files that it comes from, the nearest one first. */
export interface Places {
  at(offset: number): readonly Origin[];
}

/** Lines of a text, for looking up many places in it. Offsets are bytes. */
export interface LineIndex {
  originAt(offset: number): Origin;
}

/** @param text bytes as Latin-1 characters, one each */
export function createLineIndex(file: string, text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return {
    originAt(offset) {
      const line = lastNotAfter(starts, offset);
      const start = starts[line] ?? 0;
      return { file, line: line + 1, column: characterCount(text.slice(start, offset)) + 1 };
    },
  };
}

/** A file that is read as it is. */
export function createFilePlaces(file: string, text: string): Places {
  const lines = createLineIndex(file, text);
  return { at: (offset) => [lines.originAt(offset)] };
}

/** Index of the last of the ascending numbers that is not larger. */
export function lastNotAfter(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Of UTF-8 bytes: all but those that go on with a character. */
function characterCount(bytes: string): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) if ((bytes.charCodeAt(at) & 0xc0) !== 0x80) count++;
  return count;
}
