import { type GoString, runeCount } from "./go-string.ts";

/** A place in a template, counted from 1; the column counts characters. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where the byte at `offset` of `text` is. */
export function placeAt(file: string, text: GoString, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at !== -1; at = before.indexOf("\n", at + 1)) line++;
  return { file, line, column: runeCount(before.slice(lineStart)) + 1 };
}
