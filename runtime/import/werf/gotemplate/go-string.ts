/**
 * Go strings are bytes. Here they are JavaScript strings in which every character is one byte (0 to 255), so that
 * slicing, comparing, searching and map keys work on bytes as in Go, and a binary file survives a template unharmed.
 * All text inside the template engine has this form; {@link fromText} and {@link toText} are the border.
 */
export type GoString = string;

/** What Go puts in the place of bytes that are no UTF-8. */
export const RUNE_ERROR = 0xfffd;

/** What a text takes per byte while its characters are handled one by one. */
export const BYTES_PER_RUNE = 32;

const NOT_ASCII = /[^\0-\x7f]/;

/** The UTF-8 bytes of ordinary text. */
export function fromText(text: string): GoString {
  return NOT_ASCII.test(text) ? Buffer.from(text, "utf8").toString("latin1") : text;
}

/** Ordinary text from UTF-8 bytes; bytes that are no UTF-8 become U+FFFD. */
export function toText(bytes: GoString): string {
  return NOT_ASCII.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;
}

export function fromBytes(bytes: Uint8Array): GoString {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

export function toBytes(bytes: GoString): Buffer {
  return Buffer.from(bytes, "latin1");
}

export function isAscii(bytes: GoString): boolean {
  return !NOT_ASCII.test(bytes);
}

/** One decoded character: its code point and how many bytes it takes. An invalid byte is U+FFFD of size 1. */
export interface Rune {
  readonly rune: number;
  readonly size: number;
}

const INVALID: Rune = { rune: RUNE_ERROR, size: 1 };

/** Decodes the character that starts at `index`; size 0 at the end. */
export function decodeRune(bytes: GoString, index: number): Rune {
  const first = bytes.charCodeAt(index);
  if (Number.isNaN(first)) return { rune: RUNE_ERROR, size: 0 };
  if (first < 0x80) return { rune: first, size: 1 };
  if (first >= 0xc2 && first <= 0xdf) return decodeTail(bytes, index, 2, first & 0x1f, 0x80);
  if (first >= 0xe0 && first <= 0xef) return decodeTail(bytes, index, 3, first & 0x0f, 0x800);
  if (first >= 0xf0 && first <= 0xf4) return decodeTail(bytes, index, 4, first & 0x07, 0x10000);
  return INVALID;
}

function decodeTail(bytes: GoString, index: number, size: number, lead: number, smallest: number): Rune {
  let rune = lead;
  for (let offset = 1; offset < size; offset++) {
    const next = bytes.charCodeAt(index + offset);
    if ((next & 0xc0) !== 0x80) return INVALID; // NaN & 0xc0 is 0: the end of the string is covered
    rune = (rune << 6) | (next & 0x3f);
  }
  const isSurrogate = rune >= 0xd800 && rune <= 0xdfff;
  return rune < smallest || rune > 0x10ffff || isSurrogate ? INVALID : { rune, size };
}

/** The bytes of one code point; what is no valid code point becomes U+FFFD. */
export function encodeRune(rune: number): GoString {
  if (rune >= 0 && rune < 0x80) return String.fromCharCode(rune);
  if (rune < 0 || rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff)) return "\xef\xbf\xbd";
  if (rune < 0x800) return String.fromCharCode(0xc0 | (rune >> 6), 0x80 | (rune & 0x3f));
  if (rune < 0x10000) {
    return String.fromCharCode(0xe0 | (rune >> 12), 0x80 | ((rune >> 6) & 0x3f), 0x80 | (rune & 0x3f));
  }
  return String.fromCharCode(
    0xf0 | (rune >> 18),
    0x80 | ((rune >> 12) & 0x3f),
    0x80 | ((rune >> 6) & 0x3f),
    0x80 | (rune & 0x3f),
  );
}

/** The characters one by one, as `for range` walks a Go string. */
export function* runes(bytes: GoString): Generator<Rune & { readonly index: number }> {
  for (let index = 0; index < bytes.length; ) {
    const { rune, size } = decodeRune(bytes, index);
    yield { rune, size, index };
    index += size;
  }
}

export function isUtf8(bytes: GoString): boolean {
  if (isAscii(bytes)) return true;
  for (const { rune, size } of runes(bytes)) {
    if (rune === RUNE_ERROR && size === 1) return false;
  }
  return true;
}

export function runeCount(bytes: GoString): number {
  if (isAscii(bytes)) return bytes.length;
  let count = 0;
  for (const _ of runes(bytes)) count++;
  return count;
}

/** Replaces every character, as Go's `strings.Map` does for mappings that never drop one. */
export function mapRunes(bytes: GoString, mapping: (rune: number) => number): GoString {
  const parts: string[] = [];
  for (const { rune } of runes(bytes)) parts.push(encodeRune(mapping(rune)));
  return parts.join("");
}
