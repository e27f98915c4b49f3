import type { YamlSpan } from "../yaml-tree.ts";

/** A line of three dashes with nothing behind them but spaces or a comment; werf looks at no other line for it (spec §10.1). */
const separator = /^---[ \t\r]*(?:#[^\n]*)?$/gm;

/**
 * The documents of a rendered configuration, without their separators. Those that hold nothing but blanks and comments are
 * left out. The lines are taken as text: a separator counts inside of a block scalar, too.
 */
export function splitDocuments(text: string): readonly YamlSpan[] {
  const spans: YamlSpan[] = [];
  let start = 0;
  for (const match of text.matchAll(separator)) {
    spans.push({ start, end: match.index });
    start = match.index + match[0].length;
  }
  spans.push({ start, end: text.length });
  return spans.filter(({ start, end }) => saysSomething(text.slice(start, end)));
}

function saysSomething(part: string): boolean {
  return part.split("\n").some((line) => !/^\s*(?:#|$)/.test(line));
}
