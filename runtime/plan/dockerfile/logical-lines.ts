import type { Heredoc } from "./dockerfile.ts";
import { readHeredocs } from "./heredocs.ts";

/** One instruction as it is written, over however many lines. */
export interface LogicalLine {
  /** Continued lines joined, comments between them left out. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  readonly heredocs: readonly Heredoc[];
}

/** Puts continued lines together and takes the bodies of heredocs out (BuildKit's rules). */
export function readLogicalLines(lines: readonly string[], escapeCharacter: string): readonly LogicalLine[] {
  const found: LogicalLine[] = [];
  const continued = new RegExp(escapeCharacter === "`" ? "(^|[^`])`[ \\t]*$" : "(^|[^\\\\])\\\\[ \\t]*$");
  for (let at = 0; at < lines.length; ) {
    const line = at + 1;
    let text = (lines[at] ?? "").trimStart();
    at += 1;
    if (text === "" || text.startsWith("#")) continue;
    while (continued.test(text) && at < lines.length) {
      const next = lines[at] ?? "";
      at += 1;
      // Comments and empty lines do not end a continued instruction.
      if (next.trim() !== "" && !next.trimStart().startsWith("#")) text = text.replace(continued, "$1") + next;
    }
    text = text.replace(continued, "$1").trim();
    if (text === "") continue;
    const { heredocs, end } = readHeredocs(text, lines, at);
    found.push({ text, line, heredocs });
    at = end;
  }
  return found;
}
