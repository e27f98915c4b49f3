import { type Code, type HoleCode, isSameCode, type LoopRound } from "../emit/code.ts";
import { template } from "../emit/template-code.ts";

/**
 * Words that stand for what a template filled in, so that they are found again in the graph: lower-case letters and digits, which are
 * allowed in every name, path and reference.
 */
export interface HoleTable {
  /** The word for a hole; the same for the same one. */
  wordFor(hole: HoleCode): string;
  /** A text of the graph, its words replaced by what they stand for. */
  toCode(text: string): Code;
  /** A text of the graph as it was rendered; words for several items or members have none. */
  toText(text: string): string;
  /** The words in a text. */
  wordsIn(text: string): readonly string[];
}

const pattern = /zqh\d+hqz/g;

export function createHoleTable(): HoleTable {
  const holes: HoleCode[] = [];
  const holeOf = (word: string): HoleCode | undefined => holes[Number(word.slice(3, -3))];
  return {
    wordFor(hole) {
      const known = holes.findIndex((other) => other.value === hole.value && isSameHole(other, hole));
      const index = known >= 0 ? known : holes.push(hole) - 1;
      return `zqh${index}hqz`;
    },
    toCode: (text) => template(split(text).map((piece, index) => (index % 2 === 0 ? piece : (holeOf(piece) ?? piece)))),
    toText: (text) => text.replace(pattern, (word) => textOf(holeOf(word)) ?? word),
    wordsIn: (text) => text.match(pattern) ?? [],
  };
}

function textOf(hole: HoleCode | undefined): string | undefined {
  return hole?.code.kind === "spread" ? undefined : hole?.value;
}

/** Texts and, at odd places, words. */
function split(text: string): readonly string[] {
  return text.split(/(zqh\d+hqz)/);
}

function isSameHole(a: HoleCode, b: HoleCode): boolean {
  return isSameCode(a.code, b.code) && sameRounds(a.loops, b.loops);
}

function sameRounds(a: readonly LoopRound[], b: readonly LoopRound[]): boolean {
  return (
    a.length === b.length && a.every(({ loop, round }, index) => b[index]?.loop === loop && b[index]?.round === round)
  );
}
