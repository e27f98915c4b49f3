import { type FunctionMap, fn1, type GoFunction, STRING } from "../function.ts";
import { BYTES_PER_RUNE, encodeRune, type GoString, isAscii, mapRunes, runes } from "../go-string.ts";
import {
  isDigit,
  isLetter,
  isLower,
  isNumber,
  isPunctuation,
  isSpace,
  isTitle,
  isUpper,
  toLower,
  toTitle,
  toUpper,
} from "../unicode.ts";
import { string } from "../value.ts";

/** Sprig's functions on upper and lower case, and on words. */
export const TEXT_CASE: FunctionMap = new Map<string, GoFunction>([
  ["upper", onText((text) => (isAscii(text) ? text.toUpperCase() : mapRunes(text, toUpper)))],
  ["lower", onText((text) => (isAscii(text) ? text.toLowerCase() : mapRunes(text, toLower)))],
  ["title", onText(title)],
  ["untitle", onText(untitle)],
  ["swapcase", onText(swapCase)],
  ["camelcase", onText(camelCase)],
  ["snakecase", onText((text) => joinWords(text, "_"))],
  ["kebabcase", onText((text) => joinWords(text, "-"))],
]);

function onText(change: (text: GoString) => GoString): GoFunction {
  return fn1(STRING, (text, { meter }) => {
    meter.reserve(text.length * BYTES_PER_RUNE);
    meter.step(text.length / 8);
    return string(change(text));
  });
}

/** Go's `strings.Title`: a letter behind anything that is no part of a word. */
function title(text: GoString): GoString {
  let previous = 0x20;
  return mapRunes(text, (rune) => {
    const isStart = isSeparator(previous);
    previous = rune;
    return isStart ? toTitle(rune) : rune;
  });
}

function isSeparator(rune: number): boolean {
  if (rune < 0x80) return !/[A-Za-z0-9_]/.test(String.fromCharCode(rune));
  return !isLetter(rune) && !isDigit(rune) && isSpace(rune);
}

function untitle(text: GoString): GoString {
  let isStart = true;
  return mapRunes(text, (rune) => {
    const lowers = isStart && !isSpace(rune);
    isStart = isSpace(rune);
    return lowers ? toLower(rune) : rune;
  });
}

function swapCase(text: GoString): GoString {
  let isStart = true;
  return mapRunes(text, (rune) => {
    const atStart = isStart;
    if (isUpper(rune) || isTitle(rune)) {
      isStart = false;
      return toLower(rune);
    }
    if (isLower(rune)) {
      isStart = false;
      return atStart ? toTitle(rune) : toUpper(rune);
    }
    isStart = isSpace(rune);
    return rune;
  });
}

function isConnector(rune: number): boolean {
  return rune === 0x2d || rune === 0x5f || isSpace(rune);
}

/** Connectors at the start and the second of two in a row stay, as in the library behind sprig. */
function camelCase(text: GoString): GoString {
  const all = [...runes(text)].map(({ rune }) => rune);
  const lead = all.findIndex((rune) => !isConnector(rune));
  if (lead === -1) return all.map(encodeRune).join("") + (all.length > 0 ? encodeRune(all.at(-1) ?? 0) : "");
  const result = all.slice(0, lead);
  let current = toUpper(all[lead] ?? 0);
  if (lead === all.length - 1) return [...result, current].map(encodeRune).join("");
  for (const rune of all.slice(lead + 1)) {
    const previous = current;
    current = rune;
    if (isConnector(rune) && isConnector(previous)) {
      result.push(previous);
      continue;
    }
    if (isConnector(previous)) current = toUpper(rune);
    else {
      current = toLower(rune);
      result.push(previous);
    }
  }
  return [...result, current].map(encodeRune).join("");
}

type WordKind = "number" | "upper" | "letters" | "connector" | "punctuation" | "other";

interface Word {
  readonly kind: WordKind;
  readonly runes: readonly number[];
}

/** `HTTPServer` becomes `http_server`, `Bld4Floor3rd` becomes `bld4_floor_3rd`. */
function joinWords(text: GoString, connector: string): GoString {
  const words = splitWords([...runes(text)].map(({ rune }) => rune));
  const out: string[] = [];
  const put = (word: Word) => out.push(lowerWord(word, connector));
  const takesConnector = (word: Word | undefined) =>
    word !== undefined && word.kind !== "connector" && word.kind !== "punctuation";
  let at = 0;
  let current = words[at++];
  while (current !== undefined && at < words.length) {
    const previous = current;
    if (previous.kind !== "connector") put(previous);
    current = words[at++];
    if (previous.kind === "number") {
      while (current?.kind === "letters" || current?.kind === "number") {
        put(current);
        current = words[at++];
      }
      if (takesConnector(current)) out.push(connector);
    } else if (previous.kind === "connector") put(previous);
    else if (previous.kind !== "punctuation") {
      if (current?.kind !== "number") {
        if (takesConnector(current)) out.push(connector);
        continue;
      }
      if (at >= words.length) continue;
      const number: Word = current;
      current = words[at++];
      if (current?.kind !== "letters") {
        // A number belongs to the word before it.
        put(number);
        if (takesConnector(current)) out.push(connector);
        continue;
      }
      // Small letters behind the number: it starts a word with them.
      out.push(connector);
      put(number);
      while (current?.kind === "letters" || current?.kind === "number") {
        put(current);
        current = words[at++];
      }
      if (takesConnector(current)) out.push(connector);
    }
  }
  if (current !== undefined) put(current);
  return out.join("");
}

function lowerWord({ kind, runes: all }: Word, connector: string): string {
  if (kind === "connector") return all.map(() => connector).join("");
  return all.map((rune) => encodeRune(kind === "upper" ? toLower(rune) : rune)).join("");
}

function splitWords(all: readonly number[]): readonly Word[] {
  const words: Word[] = [];
  for (let at = 0; at < all.length; ) {
    const word = wordAt(all, at);
    words.push(word);
    at += word.runes.length;
  }
  return words;
}

const isSmallLetter = (rune: number) => isAlphabetic(rune) && !isUpper(rune);

/** A letter of a writing that has words: Chinese characters are none. */
function isAlphabetic(rune: number): boolean {
  const isCommonHan = rune >= 0x3400 && rune <= 0x9fcc && !(rune > 0x4d85 && rune < 0x4e00);
  return isLetter(rune) && !isCommonHan && !(rune >= 0x20000 && rune <= 0x2b81d);
}

function wordAt(all: readonly number[], start: number): Word {
  const first = all[start] ?? 0;
  const run = (kind: WordKind, from: number, belongs: (rune: number) => boolean): Word => {
    let end = from;
    while (end < all.length && belongs(all[end] ?? 0)) end++;
    return { kind, runes: all.slice(start, end) };
  };
  if (isConnector(first)) return run("connector", start + 1, isConnector);
  if (isPunctuation(first)) return run("punctuation", start + 1, isPunctuation);
  if (isUpper(first)) return upperWord(all, start, run);
  if (isAlphabetic(first)) return run("letters", start + 1, isSmallLetter);
  if (isNumber(first)) return run("number", start + 1, isNumber);
  const isOther = (rune: number) =>
    !isConnector(rune) && !isAlphabetic(rune) && !isNumber(rune) && !isPunctuation(rune);
  return run("other", start + 1, isOther);
}

/** `HTTP` of `HTTPServer`, or `Server`. */
function upperWord(
  all: readonly number[],
  start: number,
  run: (kind: WordKind, from: number, belongs: (rune: number) => boolean) => Word,
): Word {
  const second = all[start + 1];
  if (second === undefined || !isAlphabetic(second)) return { kind: "upper", runes: all.slice(start, start + 1) };
  if (!isUpper(second)) return run("upper", start + 2, isSmallLetter);
  const capitals = run("upper", start + 2, isUpper);
  const following = all[start + capitals.runes.length];
  if (following === undefined || !isAlphabetic(following)) return capitals;
  return { kind: "upper", runes: capitals.runes.slice(0, -1) };
}
