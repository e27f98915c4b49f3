import { Lexer } from "yaml";
import type { ImportedComment } from "../imported-file.ts";

/** What the lexer puts between what is in the text. */
const marks: ReadonlySet<string> = new Set(["\u0002", "\u0018", "\u001f"]);
const scalarMark = "\u001f";

/** All comments of a YAML text, in its order. `file` is for places. */
export function readComments(text: string, file: string): readonly ImportedComment[] {
  const comments: ImportedComment[] = [];
  let line = 1;
  let isScalar = false;
  let isLineEmpty = true;
  for (const token of new Lexer().lex(text)) {
    // The text of a block may begin with a # of its own.
    const isText = isScalar;
    isScalar = token === scalarMark;
    if (marks.has(token)) continue;
    if (!isText && token.startsWith("#")) {
      comments.push({ file, line, text: token.slice(1).trimEnd(), isOwnLine: isLineEmpty });
    }
    const [, lastLine] = /\n([^\n]*)$/.exec(token) ?? [];
    const isBlank = (lastLine ?? token).trim() === "";
    isLineEmpty = lastLine === undefined ? isLineEmpty && isBlank : isBlank;
    line += token.split("\n").length - 1;
  }
  return comments;
}
