import type { GoString } from "../go-string.ts";
import type { Meter } from "../meter.ts";

/**
 * Breaks a text into lines of at most `width` bytes at spaces; what a break replaces is one space.
 *
 * @param by what goes between the lines, "" for a line break
 * @param breakWords whether words that are longer than a line are cut
 */
export function wrapText(text: GoString, width: number, by: GoString, breakWords: boolean, meter: Meter): GoString {
  const size = Math.max(1, width);
  const separator = by === "" ? "\n" : by;
  meter.reserve(text.length + Math.ceil(text.length / size) * separator.length);
  const lines: GoString[] = [];
  let at = 0;
  while (text.length - at > size) {
    meter.step();
    if (text.charAt(at) === " ") {
      at++;
      continue;
    }
    const space = text.slice(at, at + size + 1).lastIndexOf(" ");
    const end = space >= 0 ? at + space : endOfLongWord(text, at + size, breakWords);
    lines.push(text.slice(at, end));
    if (end === -1 || end >= text.length) return [...lines.slice(0, -1), text.slice(at)].join(separator);
    at = end + (space < 0 && breakWords ? 0 : 1);
  }
  return [...lines, text.slice(at)].join(separator);
}

function endOfLongWord(text: GoString, from: number, breakWords: boolean): number {
  if (breakWords) return from;
  const space = text.indexOf(" ", from);
  return space === -1 ? text.length : space;
}
