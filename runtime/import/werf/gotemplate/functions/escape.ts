import { encodeRune, type GoString, runes } from "../go-string.ts";
import { isPrint } from "../unicode.ts";

const HTML: Readonly<Record<string, GoString>> = {
  "\0": "\xef\xbf\xbd",
  '"': "&#34;",
  "'": "&#39;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};

export function escapeHtml(text: GoString): GoString {
  return text.replace(/[\0"'&<>]/g, (char) => HTML[char] ?? char);
}

const JS: Readonly<Record<string, GoString>> = {
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "<": "\\u003C",
  ">": "\\u003E",
  "&": "\\u0026",
  "=": "\\u003D",
};

export function escapeJs(text: GoString): GoString {
  const parts: GoString[] = [];
  for (const { rune, size, index } of runes(text)) {
    const char = text.slice(index, index + size);
    const isPlain = rune < 0x80 ? rune >= 0x20 : isPrint(rune);
    parts.push(JS[char] ?? (isPlain ? encodeRune(rune) : `\\u${rune.toString(16).toUpperCase().padStart(4, "0")}`));
  }
  return parts.join("");
}

/** Go's `url.QueryEscape`. */
export function escapeQuery(text: GoString): GoString {
  return text.replace(/[^A-Za-z0-9\-_.~]/g, (char) => {
    if (char === " ") return "+";
    return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  });
}
