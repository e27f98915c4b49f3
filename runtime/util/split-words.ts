/** A quote that is not closed, or a backslash with nothing after it. */
export class UnfinishedQuote extends Error {
  override readonly name = "UnfinishedQuote";
}

/**
 * Splits a text into words as wercker did (spec §4.1): blanks separate, quotes and backslashes keep together, `#` at the start of a
 * word begins a comment. Throws {@link UnfinishedQuote}.
 */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    at += 1;
    if (/[ \t\r\n]/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "#" && word === undefined) {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end;
    } else if (character === "\\") {
      if (at === text.length) throw new UnfinishedQuote("a backslash at the end");
      word = (word ?? "") + text.charAt(at);
      at += 1;
    } else if (character === '"' || character === "'") {
      const quoted = readQuoted(text, at, character);
      word = (word ?? "") + quoted.text;
      at = quoted.end;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** In double quotes a backslash makes the next character literal; in single quotes nothing is special. */
function readQuoted(text: string, start: number, quote: string): { readonly text: string; readonly end: number } {
  let inside = "";
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) return { text: inside, end: at + 1 };
    if (character === "\\" && quote === '"') {
      at += 1;
      inside += text.charAt(at);
    } else {
      inside += character;
    }
  }
  throw new UnfinishedQuote(`a ${quote} that is not closed`);
}
