import { splitWords } from "../../util/split-words.ts";

/** A word that says no name. */
export class NoAssignment extends Error {
  override readonly name = "NoAssignment";
}

/**
 * The names and values of `"A=1","B=2"` (seed 000): spaces or commas separate, quotes keep together, a value begins after the first `=`.
 * A comma separates only where a name follows, so that `HOSTS=a,b` is one value. Throws {@link NoAssignment}, `UnfinishedQuote`.
 */
export function parseAssignments(text: string): readonly (readonly [name: string, value: string])[] {
  return splitWords(commasToSpaces(text)).map((word) => {
    const at = word.indexOf("=");
    if (at < 1) throw new NoAssignment(`${JSON.stringify(word)} is not NAME=VALUE`);
    return [word.slice(0, at), word.slice(at + 1)];
  });
}

function commasToSpaces(text: string): string {
  let quote: string | undefined;
  let result = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\" && quote !== "'") {
      result += text.slice(at, at + 2);
      at += 1;
      continue;
    }
    if (quote === undefined && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = undefined;
    const separates = quote === undefined && character === "," && beginsAssignment.test(text.slice(at + 1));
    result += separates ? " " : character;
  }
  return result;
}

/** What has to follow a comma that separates: a name, or nothing. */
const beginsAssignment = /^\s*(?:["']?[^\s"',=]+=|,|$)/;
