import type { FileMode, ObjectId } from "./repository.ts";

/** One line of a tree object. */
export interface TreeLine {
  readonly name: string;
  readonly mode: FileMode;
  readonly id: ObjectId;
}

/** Reads a tree object: `MODE NAME\0` and the raw id, over and over. */
export function parseTreeObject(content: Buffer, idBytes: number): readonly TreeLine[] {
  const lines: TreeLine[] = [];
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at);
    const nul = content.indexOf(0, space);
    const mode = toFileMode(content.toString("latin1", at, space));
    const name = content.toString("utf8", space + 1, nul);
    at = nul + 1 + idBytes;
    lines.push({ name, mode, id: content.toString("hex", nul + 1, at) });
  }
  return lines;
}

/** Git's spelling of a mode; old repositories hold others (100664) that git reads as these. */
export function toFileMode(octal: string): FileMode {
  if (octal === "40000" || octal === "040000") return "040000";
  if (octal === "120000" || octal === "160000") return octal;
  return (Number.parseInt(octal, 8) & 0o100) === 0 ? "100644" : "100755";
}
