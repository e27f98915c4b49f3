import { Lexer } from "yaml";
import type { YamlComment } from "./yaml-tree.ts";

/** What the lexer puts in front of a scalar, so that a `#` in it is none of a comment. */
const scalarMark = "\u001f";
/** Begin and end of a document; nothing of the text. */
const controls = ["\u0002", "\u0018", scalarMark];

/** All comments of a text; places are converted by `offsets`. */
export function commentsOf(text: string, offsets: (offset: number) => number): readonly YamlComment[] {
  if (!text.includes("#")) return [];
  const found: YamlComment[] = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let isInScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (controls.includes(token)) {
      isInScalar = token === scalarMark;
      continue;
    }
    if (!isInScalar && token.startsWith("#")) found.push(comment(text, at, token, offsets));
    isInScalar = false;
    at += token === "\uFEFF" ? 0 : token.length;
  }
  return found;
}

function comment(text: string, at: number, token: string, offsets: (offset: number) => number): YamlComment {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  return {
    start: offsets(at),
    end: offsets(at + token.length),
    text: token.slice(1).trimEnd(),
    isOwnLine: text.slice(lineStart, at).trim() === "",
  };
}
