/** Go's `unicode` package for one code point at a time: properties, and simple (never one-to-many) case mappings. */

const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;
const NUMBER = /^\p{N}$/u;
const PUNCTUATION = /^\p{P}$/u;
const UPPER = /^\p{Lu}$/u;
const LOWER = /^\p{Ll}$/u;
const TITLE = /^\p{Lt}$/u;
const GRAPHIC = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

const matches = (pattern: RegExp, rune: number) => pattern.test(String.fromCodePoint(rune));

export const isLetter = (rune: number) => matches(LETTER, rune);
export const isDigit = (rune: number) => matches(DIGIT, rune);
export const isNumber = (rune: number) => matches(NUMBER, rune);
export const isPunctuation = (rune: number) => matches(PUNCTUATION, rune);
export const isUpper = (rune: number) => matches(UPPER, rune);
export const isLower = (rune: number) => matches(LOWER, rune);
export const isTitle = (rune: number) => matches(TITLE, rune);
/** Whether Go's `%q` shows the character itself. */
export const isPrint = (rune: number) => rune === 0x20 || matches(GRAPHIC, rune);

/** Go's `unicode.IsSpace`, which also decides what `trim` and `nospace` remove. */
export function isSpace(rune: number): boolean {
  if (rune <= 0xff) return (rune >= 9 && rune <= 13) || rune === 0x20 || rune === 0x85 || rune === 0xa0;
  const isWide = rune === 0x1680 || (rune >= 0x2000 && rune <= 0x200a) || rune === 0x202f || rune === 0x205f;
  return isWide || rune === 0x2028 || rune === 0x2029 || rune === 0x3000;
}

export function toUpper(rune: number): number {
  return greekWithIota(rune) ?? onlyRune(String.fromCodePoint(rune).toUpperCase()) ?? rune;
}

export function toLower(rune: number): number {
  if (rune === 0x130) return 0x69; // İ is "i" plus a combining dot in JavaScript
  return onlyRune(String.fromCodePoint(rune).toLowerCase()) ?? rune;
}

export function toTitle(rune: number): number {
  for (const [upper, title, lower] of DIGRAPHS) {
    if (rune === upper || rune === title || rune === lower) return title;
  }
  const isGeorgian = rune >= 0x10d0 && rune <= 0x10ff;
  return isGeorgian ? rune : toUpper(rune);
}

const DIGRAPHS = [
  [0x1c4, 0x1c5, 0x1c6],
  [0x1c7, 0x1c8, 0x1c9],
  [0x1ca, 0x1cb, 0x1cc],
  [0x1f1, 0x1f2, 0x1f3],
] as const;

function onlyRune(text: string): number | undefined {
  const first = text.codePointAt(0);
  return first !== undefined && text.length === (first > 0xffff ? 2 : 1) ? first : undefined;
}

// JavaScript spells these out as two capital letters; the simple mapping has one.
function greekWithIota(rune: number): number | undefined {
  const isRow = (rune >= 0x1f80 && rune <= 0x1f87) || (rune >= 0x1f90 && rune <= 0x1f97);
  if (isRow || (rune >= 0x1fa0 && rune <= 0x1fa7)) return rune + 8;
  return rune === 0x1fb3 || rune === 0x1fc3 || rune === 0x1ff3 ? rune + 9 : undefined;
}
