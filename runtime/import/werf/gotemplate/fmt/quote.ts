import { decodeRune, encodeRune, type GoString, RUNE_ERROR, runes } from "../go-string.ts";
import { isPrint } from "../unicode.ts";

const LETTER_ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** Go's `strconv.Quote`; `ascii` escapes everything that is not ASCII, as `%+q` does. */
export function quote(text: GoString, ascii = false): GoString {
  const parts: string[] = [];
  for (const { rune, size, index } of runes(text)) {
    parts.push(
      rune === RUNE_ERROR && size === 1 ? `\\x${hex(text.charCodeAt(index), 2)}` : escapeRune(rune, '"', ascii),
    );
  }
  return `"${parts.join("")}"`;
}

/** Go's `strconv.QuoteRune`. */
export function quoteRune(rune: number, ascii = false): GoString {
  const isValid = rune >= 0 && rune <= 0x10ffff && !(rune >= 0xd800 && rune <= 0xdfff);
  return `'${escapeRune(isValid ? rune : RUNE_ERROR, "'", ascii)}'`;
}

/** Whether a text can stand between backquotes: `%#q` uses them then. */
export function canBackquote(text: GoString): boolean {
  for (const { rune, size } of runes(text)) {
    const isControl = (rune < 0x20 && rune !== 9) || rune === 0x60 || rune === 0x7f;
    if (isControl || rune === 0xfeff || (rune === RUNE_ERROR && size === 1)) return false;
  }
  return true;
}

function escapeRune(rune: number, delimiter: string, ascii: boolean): GoString {
  const char = rune < 0x80 ? String.fromCharCode(rune) : "";
  if (char === delimiter || char === "\\") return `\\${char}`;
  if (isPrint(rune) && (!ascii || rune < 0x80)) return encodeRune(rune);
  const letter = LETTER_ESCAPES[char];
  if (letter !== undefined) return letter;
  if (rune < 0x20 || rune === 0x7f) return `\\x${hex(rune, 2)}`;
  return rune < 0x10000 ? `\\u${hex(rune, 4)}` : `\\U${hex(rune, 8)}`;
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, "0");
}

/** Go's `strconv.Unquote` of a double-quoted or raw string; undefined when it is malformed. */
export function unquote(source: GoString): GoString | undefined {
  const inner = source.slice(1, -1);
  if (source.startsWith("`")) return inner.replaceAll("\r", "");
  const parts: string[] = [];
  for (let rest = inner; rest !== ""; ) {
    const plain = /^[^\\"\n]+/.exec(rest)?.[0];
    if (plain !== undefined) {
      parts.push(plain);
      rest = rest.slice(plain.length);
      continue;
    }
    const char = unquoteChar(rest, '"');
    if (char === undefined) return undefined;
    parts.push(char.isByte ? String.fromCharCode(char.rune) : encodeRune(char.rune));
    rest = char.rest;
  }
  return parts.join("");
}

interface UnquotedChar {
  readonly rune: number;
  /** From `\x` or an octal escape: a byte, not a character. */
  readonly isByte: boolean;
  readonly rest: GoString;
}

const ESCAPED: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, "\\": 92 };

/** Go's `strconv.UnquoteChar`: the first character or escape of `text`. */
export function unquoteChar(text: GoString, delimiter: '"' | "'"): UnquotedChar | undefined {
  const first = text.charAt(0);
  if (first === "" || first === delimiter || first === "\n") return undefined;
  if (first !== "\\") {
    const { rune, size } = decodeRune(text, 0);
    return { rune, isByte: false, rest: text.slice(size) };
  }
  const letter = text.charAt(1);
  const simple = letter === delimiter ? letter.charCodeAt(0) : ESCAPED[letter];
  if (simple !== undefined) return { rune: simple, isByte: false, rest: text.slice(2) };
  return unquoteCode(text);
}

function unquoteCode(text: GoString): UnquotedChar | undefined {
  const match = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/.exec(text);
  if (match === null) return undefined;
  const [whole, byte, short, long, octal] = match;
  const rest = text.slice(whole.length);
  if (byte !== undefined) return { rune: Number.parseInt(byte, 16), isByte: true, rest };
  if (octal !== undefined) {
    const rune = Number.parseInt(octal, 8);
    return rune > 255 ? undefined : { rune, isByte: true, rest };
  }
  const rune = Number.parseInt(short ?? long ?? "", 16);
  const isValid = rune <= 0x10ffff && !(rune >= 0xd800 && rune <= 0xdfff);
  return isValid ? { rune, isByte: false, rest } : undefined;
}
