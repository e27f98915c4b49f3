import { GoFailure } from "../failure.ts";
import { show } from "../fmt/print.ts";
import { quote } from "../fmt/quote.ts";
import { ANY, type FunctionMap, fn1, fn2, fn3, type GoFunction, INT, STRING, variadic } from "../function.ts";
import { BYTES_PER_RUNE, decodeRune, encodeRune, type GoString, runes } from "../go-string.ts";
import type { Meter } from "../meter.ts";
import { isNothing, strval } from "../strval.ts";
import { isSpace } from "../unicode.ts";
import { bool, string, type Value } from "../value.ts";
import { wrapText } from "./wrap.ts";

/** Sprig's functions on text, except case and lists. */
export const STRINGS: FunctionMap = new Map<string, GoFunction>([
  ["trim", fn1(STRING, (text, { meter }) => string(trimWhere(text, isSpace, meter)))],
  ["trimAll", fn2(STRING, STRING, (set, text, { meter }) => string(trimSet(text, set, meter)))],
  ["trimall", fn2(STRING, STRING, (set, text, { meter }) => string(trimSet(text, set, meter)))],
  [
    "trimPrefix",
    fn2(STRING, STRING, (prefix, text) => string(text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  ],
  ["trimSuffix", fn2(STRING, STRING, (suffix, text) => string(trimSuffix(text, suffix)))],
  ["contains", fn2(STRING, STRING, (part, text) => bool(text.includes(part)))],
  ["hasPrefix", fn2(STRING, STRING, (prefix, text) => bool(text.startsWith(prefix)))],
  ["hasSuffix", fn2(STRING, STRING, (suffix, text) => bool(text.endsWith(suffix)))],
  ["repeat", fn2(INT, STRING, (count, text, { meter }) => string(repeat(text, count, meter)))],
  ["replace", fn3(STRING, STRING, STRING, (old, by, text, { meter }) => string(replaceAll(text, old, by, meter)))],
  ["substr", fn3(INT, INT, STRING, (start, end, text) => string(substring(start, end, text)))],
  ["trunc", fn2(INT, STRING, (count, text) => string(truncate(count, text)))],
  ["abbrev", fn2(INT, STRING, (width, text) => string(width < 4 ? text : abbreviate(text, 0, width)))],
  ["abbrevboth", fn3(INT, INT, STRING, (left, right, text) => string(abbreviateBoth(left, right, text)))],
  ["initials", fn1(STRING, (text, { meter }) => string(initials(text, meter)))],
  ["nospace", fn1(STRING, (text, { meter }) => string(withoutSpace(text, meter)))],
  ["wrap", fn2(INT, STRING, (width, text, { meter }) => string(wrapText(text, width, "", false, meter)))],
  [
    "wrapWith",
    fn3(INT, STRING, STRING, (width, by, text, { meter }) => string(wrapText(text, width, by, true, meter))),
  ],
  ["indent", fn2(INT, STRING, (spaces, text, { meter }) => string(indent(spaces, text, meter)))],
  ["nindent", fn2(INT, STRING, (spaces, text, { meter }) => string(`\n${indent(spaces, text, meter)}`))],
  ["plural", fn3(STRING, STRING, INT, (one, many, count) => string(count === 1 ? one : many))],
  ["toString", fn1(ANY, (value, { meter }) => string(strval(value, meter)))],
  [
    "quote",
    variadic(ANY, (values, { meter }) => string(joinShown(values, (value) => quoted(strval(value, meter), meter)))),
  ],
  ["squote", variadic(ANY, (values, { meter }) => string(joinShown(values, (value) => `'${show(value, meter)}'`)))],
  ["cat", variadic(ANY, (values, { meter }) => string(joinShown(values, (value) => show(value, meter))))],
]);

function joinShown(values: readonly Value[], show: (value: Value) => GoString): GoString {
  return values
    .filter((value) => !isNothing(value))
    .map(show)
    .join(" ");
}

function quoted(text: GoString, meter: Meter): GoString {
  meter.reserve(text.length * BYTES_PER_RUNE);
  return quote(text);
}

function trimSet(text: GoString, set: GoString, meter: Meter): GoString {
  meter.step(set.length / 8);
  meter.reserve(set.length * BYTES_PER_RUNE);
  const members = new Set([...runes(set)].map(({ rune }) => rune));
  return trimWhere(text, (rune) => members.has(rune), meter);
}

function trimWhere(text: GoString, matches: (rune: number) => boolean, meter: Meter): GoString {
  meter.step(text.length / 32);
  let start = 0;
  for (;;) {
    const { rune, size } = decodeRune(text, start);
    if (size === 0 || !matches(rune)) break;
    start += size;
  }
  let end = text.length;
  while (end > start) {
    const at = lastRuneStart(text, end, start);
    if (!matches(decodeRune(text, at).rune)) break;
    end = at;
  }
  return text.slice(start, end);
}

function lastRuneStart(text: GoString, end: number, start: number): number {
  for (let size = 2; size <= 4 && end - size >= start; size++) {
    if (decodeRune(text, end - size).size === size) return end - size;
  }
  return end - 1;
}

function trimSuffix(text: GoString, suffix: GoString): GoString {
  return suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

function repeat(text: GoString, count: number, meter: Meter): GoString {
  if (count < 0) throw new GoFailure("strings: negative Repeat count");
  meter.reserve(text.length * count);
  return text === "" ? "" : text.repeat(count);
}

/** Go's `strings.ReplaceAll`: an empty `old` matches between all characters. */
export function replaceAll(text: GoString, old: GoString, by: GoString, meter: Meter): GoString {
  if (old === "") {
    meter.reserve((text.length + 1) * (by.length + BYTES_PER_RUNE));
    return by + [...runes(text)].map(({ index, size }) => text.slice(index, index + size) + by).join("");
  }
  if (by.length > old.length) meter.reserve(text.length + (text.length / old.length) * by.length);
  return text.replaceAll(old, () => by);
}

function substring(start: number, end: number, text: GoString): GoString {
  if (start < 0) return cut(text, 0, end);
  return cut(text, start, end < 0 || end > text.length ? text.length : end);
}

/** Go's `text[start:end]`. */
function cut(text: GoString, start: number, end: number): GoString {
  if (end < 0 || end > text.length) {
    throw new GoFailure(`slice bounds out of range [:${end}] with length ${text.length}`);
  }
  if (start > end) throw new GoFailure(`slice bounds out of range [${start}:${end}]`);
  return text.slice(start, end);
}

function truncate(count: number, text: GoString): GoString {
  if (count < 0) return text.length + count > 0 ? text.slice(text.length + count) : text;
  return text.slice(0, count);
}

function abbreviateBoth(left: number, right: number, text: GoString): GoString {
  return right < 4 || (left > 0 && right < 7) ? text : abbreviate(text, left, right);
}

function abbreviate(text: GoString, left: number, width: number): GoString {
  if (text.length <= width) return text;
  const shown = width - 3;
  const offset = Math.min(left, text.length - Math.min(shown, text.length));
  if (offset <= 4) return `${text.slice(0, shown)}...`;
  if (width < 7) return "";
  if (offset + shown < text.length) return `...${abbreviate(text.slice(offset), 0, shown)}`;
  return `...${text.slice(text.length - shown)}`;
}

// These two take every byte for a character, as the library behind sprig does.
function initials(text: GoString, meter: Meter): GoString {
  meter.reserve(text.length * BYTES_PER_RUNE);
  let isStart = true;
  let result = "";
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (!isSpace(code) && isStart) result += encodeRune(code);
    isStart = isSpace(code);
  }
  return result;
}

function withoutSpace(text: GoString, meter: Meter): GoString {
  meter.reserve(text.length * BYTES_PER_RUNE);
  const kept = [...text].filter((char) => !isSpace(char.charCodeAt(0)));
  return kept.length === text.length ? text : kept.map((char) => encodeRune(char.charCodeAt(0))).join("");
}

function indent(spaces: number, text: GoString, meter: Meter): GoString {
  if (spaces < 0) throw new GoFailure("strings: negative Repeat count");
  const lines = text.split("\n");
  meter.reserve(text.length + lines.length * spaces);
  const padding = " ".repeat(spaces);
  return padding + lines.join(`\n${padding}`);
}
