import { Lexer } from "yaml";

/** What the lexer puts before a document. */
const documentStart = "\u0002";

/**
 * How deep a YAML text is nested, at most: a bound, not a count. The parser calls itself for each level and takes the process with
 * it when there are too many, so this is asked before it.
 */
export function yamlDepth(text: string): number {
  let deepest = 0;
  let flow = 0;
  /** Columns of the line that are blanks and indicators; undefined behind them. */
  let indent: number | undefined = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") flow += 1;
    else if (token === "]" || token === "}") flow = Math.max(0, flow - 1);
    if (token.endsWith("\n") || token === documentStart) indent = 0;
    else if (indent !== undefined) indent = /^(?: +|[-?:])$/.test(token) ? indent + token.length : undefined;
    // A block is indented by one column at least, and a list may stand in the column of its map.
    deepest = Math.max(deepest, flow, 2 * (indent ?? 0));
  }
  return deepest;
}
