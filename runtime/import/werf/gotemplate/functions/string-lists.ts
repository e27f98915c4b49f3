import { ANY, type FunctionMap, fn1, fn2, fn3, type GoFunction, INT, STRING } from "../function.ts";
import { decodeRune, type GoString } from "../go-string.ts";
import type { Meter } from "../meter.ts";
import { strslice, strval } from "../strval.ts";
import { STRING_MAP } from "../type.ts";
import { dict, string, strings, type Value } from "../value.ts";

/** Sprig's functions between texts and lists of texts. */
export const STRING_LISTS: FunctionMap = new Map<string, GoFunction>([
  [
    "join",
    fn2(STRING, ANY, (separator, list, { meter }) => string(join(strslice(list, meter).items, separator, meter))),
  ],
  ["splitList", fn2(STRING, STRING, (separator, text, { meter }) => strings(splitText(text, separator, -1, meter)))],
  ["split", fn2(STRING, STRING, (separator, text, { meter }) => numbered(splitText(text, separator, -1, meter)))],
  [
    "splitn",
    fn3(STRING, INT, STRING, (separator, count, text, { meter }) => numbered(splitText(text, separator, count, meter))),
  ],
  ["toStrings", fn1(ANY, (list, { meter }) => strslice(list, meter))],
  ["sortAlpha", fn1(ANY, (list, { meter }) => sortAlpha(list, meter))],
]);

function join(items: readonly Value[], separator: GoString, meter: Meter): GoString {
  const texts = items.map((item) => (item.tag === "string" ? item.value : ""));
  meter.reserve(texts.reduce((sum, text) => sum + text.length + separator.length, 0));
  return texts.join(separator);
}

// What an entry of a list costs besides its text.
const BYTES_PER_ITEM = 96;

/** Go's `strings.SplitN`: an empty separator splits into characters, a negative count is no limit. */
export function splitText(text: GoString, separator: GoString, count: number, meter: Meter): readonly GoString[] {
  if (count === 0) return [];
  const parts: GoString[] = [];
  let at = 0;
  while (count < 0 || parts.length < count - 1) {
    const size = separator === "" ? decodeRune(text, at).size : separator.length;
    const end = separator === "" ? at + size : text.indexOf(separator, at);
    if (end === -1 || (separator === "" && end >= text.length)) break;
    parts.push(text.slice(at, end));
    at = separator === "" ? end : end + size;
    if (parts.length % 1000 === 0) meter.reserve(parts.length * BYTES_PER_ITEM);
  }
  if (separator !== "" || at < text.length) parts.push(text.slice(at));
  return parts;
}

function numbered(parts: readonly GoString[]): Value {
  return dict(
    parts.map((part, index) => [`_${index}`, string(part)] as const),
    STRING_MAP,
  );
}

/** Sorts a list of texts in place, as sprig does by accident: the list that was given is sorted afterwards. */
function sortAlpha(list: Value, meter: Meter): Value {
  if (list.tag !== "slice") return strings([strval(list, meter)]);
  const texts = strslice(list, meter);
  meter.step(texts.items.length);
  texts.items.sort((a, b) => compareTexts(a, b));
  return texts;
}

function compareTexts(a: Value, b: Value): number {
  if (a.tag !== "string" || b.tag !== "string") return 0;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}
