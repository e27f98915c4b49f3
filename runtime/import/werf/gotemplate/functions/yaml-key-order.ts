import { type GoString, runes } from "../go-string.ts";
import { isDigit, isLetter } from "../unicode.ts";
import { kindOf, type Value } from "../value.ts";

/** The order of keys in what yaml.v2 writes: numbers in texts count as numbers, so that `a9` is before `a10`. */
export function compareYamlKeys(a: Value, b: Value): number {
  const numberA = numeric(a);
  const numberB = numeric(b);
  if (numberA !== undefined && numberB !== undefined) return numberA - numberB;
  if (a.tag === "string" && b.tag === "string") return compareTexts(a.value, b.value);
  return KINDS.indexOf(kindOf(a)) - KINDS.indexOf(kindOf(b));
}

const KINDS = ["invalid", "bool", "int", "int32", "int64", "uint8", "uint32", "uint64", "float64", "string"];

function numeric(value: Value): number | undefined {
  if (value.tag === "int") return Number(value.value);
  if (value.tag === "float") return value.value;
  return value.tag === "bool" ? Number(value.value) : undefined;
}

function compareTexts(a: GoString, b: GoString): number {
  const runesA = [...runes(a)].map(({ rune }) => rune);
  const runesB = [...runes(b)].map(({ rune }) => rune);
  const shorter = Math.min(runesA.length, runesB.length);
  for (let index = 0; index < shorter; index++) {
    const runeA = runesA[index] ?? 0;
    const runeB = runesB[index] ?? 0;
    if (runeA !== runeB) return compareAt(runesA, runesB, index, runeA, runeB);
  }
  return runesA.length - runesB.length;
}

const ZERO = 0x30;

function compareAt(a: readonly number[], b: readonly number[], index: number, runeA: number, runeB: number): number {
  const isLetterA = isLetter(runeA);
  const isLetterB = isLetter(runeB);
  if (isLetterA && isLetterB) return runeA - runeB;
  if (isLetterA || isLetterB) return isLetterB ? -1 : 1;
  // Behind a digit that is no leading zero, a zero has a value of its own.
  const lead = (runeA === ZERO || runeB === ZERO) && followsNumber(a, index) ? 1 : 0;
  const numberA = readNumber(a, index, lead);
  const numberB = readNumber(b, index, lead);
  return numberA.value - numberB.value || numberA.end - numberB.end || runeA - runeB;
}

function followsNumber(text: readonly number[], index: number): boolean {
  for (let at = index - 1; at >= 0 && isDigit(text[at] ?? 0); at--) {
    if (text[at] !== ZERO) return true;
  }
  return false;
}

function readNumber(
  text: readonly number[],
  index: number,
  lead: number,
): { readonly value: number; readonly end: number } {
  let value = lead;
  let end = index;
  while (end < text.length && isDigit(text[end] ?? 0)) {
    value = value * 10 + ((text[end] ?? ZERO) - ZERO);
    end++;
  }
  return { value, end };
}
