/** A string literal as Biome and Prettier write it: in double quotes, unless single ones need fewer escapes. */
export function printString(text: string): string {
  const quote = count(text, '"') > count(text, "'") ? "'" : '"';
  return `${quote}${escapeString(text, quote)}${quote}`;
}

/** What stands between the backquotes of a template literal, line breaks as they are. */
export function escapeTemplate(text: string): string {
  return text
    .replace(/[\\`]|\$(?=\{)/g, "\\$&")
    .replace(unprintable, (character) => (character === "\n" ? "\n" : escapeCode(character)));
}

/** Whether a text is better read as a template literal: it has lines. */
export function isMultiLine(text: string): boolean {
  return /\n[\s\S]/.test(text);
}

// Control characters, what JavaScript takes for the end of a line, halves of surrogate pairs, and what nobody sees.
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\t": "\\t", "\r": "\\r" };

function escapeString(text: string, quote: string): string {
  return text
    .replace(/\\/g, "\\\\")
    .replaceAll(quote, `\\${quote}`)
    .replace(unprintable, (character) => short[character] ?? escapeCode(character));
}

function escapeCode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
