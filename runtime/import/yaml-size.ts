import type { Places } from "./places.ts";
import { yamlTooLarge } from "./yaml-errors.ts";

const mostBytes = 2 * 1024 * 1024;
/** The parser needs up to 0.1 ms for each: no more than a few seconds for all. */
const mostItems = 60_000;

/**
 * Keeps out what would take the parser, which cannot be interrupted, longer than anybody waits.
 *
 * @param text bytes as Latin-1 characters
 * @throws `YAML.TOO_LARGE`
 */
export function requireReadableSize(text: string, start: number, end: number, places: Places): void {
  if (end - start > mostBytes) throw yamlTooLarge(`a YAML text of more than ${mostBytes} bytes`, places.at(start));
  let items = 0;
  for (let at = start; at < end; at++) {
    if (!beginsItem.has(text.charCodeAt(at))) continue;
    items++;
    if (items > mostItems) throw yamlTooLarge(`a YAML text of more than ${mostItems} lines and items`, places.at(at));
  }
}

/** Ends of lines, and what begins another value on the same line. */
const beginsItem: ReadonlySet<number> = new Set([..."\n,[{&*!?"].map((character) => character.charCodeAt(0)));
