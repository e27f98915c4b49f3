import { colourSequence, esc } from "./colour-sequence.ts";

/** Columns that a text takes on a terminal; colours take none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const { columns } of cells(text)) width += columns;
  return width;
}

/** The beginning of a text that fits into `columns`, colours kept, with a mark where something was cut. */
export function fitText(text: string, columns: number, ellipsis: string): string {
  if (textWidth(text) <= columns) return text;
  if (columns < ellipsis.length) return "";
  let kept = "";
  let width = ellipsis.length;
  let isCut = false;
  for (const cell of cells(text)) {
    isCut ||= width + cell.columns > columns;
    // Colours are kept beyond the cut, so that what was switched on is switched off again.
    if (isCut && !cell.isColour) continue;
    kept += cell.text;
    width += cell.columns;
  }
  return insertBeforeColours(kept, ellipsis);
}

interface Cell {
  readonly text: string;
  readonly columns: number;
  readonly isColour: boolean;
}

function* cells(text: string): Generator<Cell> {
  for (const piece of text.split(colour)) {
    if (piece.startsWith(esc)) yield { text: piece, columns: 0, isColour: true };
    else for (const character of piece) yield { text: character, columns: characterWidth(character), isColour: false };
  }
}

const colour = new RegExp(`(${colourSequence})`);
const closingColours = new RegExp(`(?:${colourSequence})*$`);
const zeroWidth = /[\p{Mark}\p{Cf}]/u;
const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

function characterWidth(character: string): number {
  if (character >= " " && character <= "~") return 1;
  if (zeroWidth.test(character)) return 0;
  const isWide = wide.test(character) || (character.codePointAt(0) ?? 0) >= 0x20000;
  return isWide ? 2 : 1;
}

function insertBeforeColours(text: string, addition: string): string {
  const at = closingColours.exec(text)?.index ?? text.length;
  return text.slice(0, at) + addition + text.slice(at);
}
