import type { TextBuilder } from "../fmt/text-builder.ts";
import { decodeRune, type GoString } from "../go-string.ts";

/** Where a scalar stands; a key is written on one line. */
export interface ScalarContext {
  readonly inMapping: boolean;
  readonly isKey: boolean;
}

/** How a scalar should be written; what it contains may ask for another style. */
export type ScalarStyle = "plain" | "double" | "literal";

interface IndicatorOptions {
  /** Whether it needs white space in front of it. */
  readonly spaceBefore?: boolean;
  /** Whether the column behind it still counts as indentation. */
  readonly keepsIndent?: boolean;
}

/** Writes YAML with the layout of libyaml, on which yaml.v2 is built: two spaces, lists at the level of their key. */
export interface YamlWriter {
  scalar(value: GoString, style: ScalarStyle, context: ScalarContext): void;
  tag(tag: string): void;
  indicator(text: string, options: IndicatorOptions): void;
  newLine(): void;
  /** Writes a collection one level deeper, or at the same level. */
  indented(isSameLevel: boolean, write: () => void): void;
  isAtIndent(): boolean;
}

const INDENT = 2;
const WIDTH = 80;
const LINE_SEPARATOR = "\xe2\x80\xa8";
const PARAGRAPH_SEPARATOR = "\xe2\x80\xa9";

export function createYamlWriter(out: TextBuilder): YamlWriter {
  return new Writer(out);
}

class Writer implements YamlWriter {
  private readonly out: TextBuilder;
  private column = 0;
  private indent = -1;
  /** Whether the last character was white space, and whether the line so far is nothing but indentation. */
  private whitespace = true;
  private indention = true;

  constructor(out: TextBuilder) {
    this.out = out;
  }

  isAtIndent(): boolean {
    return this.indention;
  }

  indented(isSameLevel: boolean, write: () => void): void {
    const outer = this.indent;
    if (this.indent < 0) this.indent = 0;
    else if (!isSameLevel) this.indent += INDENT;
    write();
    this.indent = outer;
  }

  newLine(): void {
    const indent = Math.max(0, this.indent);
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace)) this.lineBreak();
    if (this.column < indent) this.put(" ".repeat(indent - this.column));
    this.whitespace = true;
    this.indention = true;
  }

  indicator(text: string, { spaceBefore = false, keepsIndent = false }: IndicatorOptions): void {
    if (spaceBefore && !this.whitespace) this.put(" ");
    this.put(text);
    this.whitespace = false;
    this.indention = this.indention && keepsIndent;
  }

  tag(tag: string): void {
    this.indicator(tag, { spaceBefore: true });
  }

  scalar(value: GoString, style: ScalarStyle, context: ScalarContext): void {
    // The lines of a scalar that has several are one level deeper than its first.
    const outer = this.indent;
    this.indent = Math.max(0, outer) + INDENT;
    this.styled(value, style, context);
    this.indent = outer;
  }

  private styled(value: GoString, style: ScalarStyle, context: ScalarContext): void {
    const found = analyze(value);
    const isPlain = style === "plain" && found.plainAllowed && !(value === "" && context.isKey);
    const mustQuote = style !== "plain" || (context.isKey && found.multiline) || !found.singleAllowed;
    if (style === "literal" && found.blockAllowed && !context.isKey) this.literal(value);
    else if (isPlain) this.plain(value, !context.isKey);
    else if (mustQuote) this.doubleQuoted(value, !context.isKey);
    else this.singleQuoted(value, !context.isKey);
  }

  private plain(value: GoString, folds: boolean): void {
    if (!this.whitespace) this.put(" ");
    this.foldable(
      value,
      folds,
      (index) => value.charAt(index + 1) !== " ",
      (char) => this.put(char),
    );
    this.whitespace = false;
    this.indention = false;
  }

  private singleQuoted(value: GoString, folds: boolean): void {
    this.indicator("'", { spaceBefore: true });
    const last = value.length - 1;
    const mayFold = (index: number) => index > 0 && index < last && value.charAt(index + 1) !== " ";
    this.foldable(value, folds, mayFold, (char) => this.put(char === "'" ? "''" : char));
    this.indicator("'", {});
  }

  /** Writes characters, with a line break in place of a space behind the 80th column. */
  private foldable(
    value: GoString,
    folds: boolean,
    mayFold: (index: number) => boolean,
    put: (char: GoString) => void,
  ): void {
    let afterSpace = false;
    let afterBreak = false;
    for (let index = 0; index < value.length; ) {
      const char = value.slice(index, index + decodeRune(value, index).size);
      const isSpace = char === " ";
      const isBreak = char === LINE_SEPARATOR || char === PARAGRAPH_SEPARATOR;
      if (afterBreak && !isBreak && !isSpace) this.newLine();
      afterBreak = isBreak || (afterBreak && isSpace);
      if (isBreak) this.breakAt(char);
      else if (isSpace && folds && !afterSpace && this.column > WIDTH && mayFold(index)) this.newLine();
      else put(char);
      if (!isSpace && !isBreak) this.indention = false;
      afterSpace = isSpace;
      index += char.length;
    }
  }

  private doubleQuoted(value: GoString, folds: boolean): void {
    this.indicator('"', { spaceBefore: true });
    let afterSpace = false;
    for (let index = 0; index < value.length; ) {
      const { rune, size } = decodeRune(value, index);
      const isSpace = rune === 0x20;
      const isInside = index > 0 && index < value.length - 1;
      if (isSpace && folds && !afterSpace && this.column > WIDTH && isInside) {
        this.newLine();
        if (value.charAt(index + 1) === " ") this.put("\\");
      } else this.put(escapeRune(rune, value.slice(index, index + size)));
      afterSpace = isSpace;
      index += size;
    }
    this.indicator('"', {});
  }

  private literal(value: GoString): void {
    this.indicator("|", { spaceBefore: true });
    if (/^[ \n]/.test(value)) this.indicator(String(INDENT), {});
    const hint = value.endsWith("\n") ? (value === "\n" || value.endsWith("\n\n") ? "+" : "") : "-";
    if (hint !== "") this.indicator(hint, {});
    this.lineBreak();
    this.indention = true;
    this.whitespace = true;
    for (const piece of value.match(/\n|\xe2\x80[\xa8\xa9]|(?:[^\n\xe2]|\xe2(?!\x80[\xa8\xa9]))+/g) ?? []) {
      if (piece === "\n" || piece === LINE_SEPARATOR || piece === PARAGRAPH_SEPARATOR) this.breakAt(piece);
      else {
        this.newLine();
        this.put(piece);
        this.indention = false;
      }
    }
  }

  private breakAt(piece: GoString): void {
    this.out.add(piece);
    this.column = 0;
    this.indention = true;
  }

  private lineBreak(): void {
    this.out.add("\n");
    this.column = 0;
  }

  /** Columns count characters: the first bytes of each. */
  private put(text: GoString): void {
    this.out.add(text);
    this.column += text.replace(/[\x80-\xbf]/g, "").length;
  }
}

interface ScalarTraits {
  readonly multiline: boolean;
  readonly plainAllowed: boolean;
  readonly singleAllowed: boolean;
  readonly blockAllowed: boolean;
}

function analyze(value: GoString): ScalarTraits {
  if (value === "") return { multiline: false, plainAllowed: true, singleAllowed: true, blockAllowed: false };
  const multiline = /[\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9]/.test(value);
  const isSpecial = !isPrintable(value);
  const spaceBeforeBreak = / (?:[\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9])/.test(value);
  const breakBeforeSpace = /(?:[\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9]) /.test(value);
  const broken = isSpecial || spaceBeforeBreak;
  const hasEdge = /^ | $/.test(value);
  return {
    multiline,
    plainAllowed: !broken && !multiline && !hasEdge && !hasIndicator(value),
    singleAllowed: !broken && !breakBeforeSpace,
    blockAllowed: !broken && !value.endsWith(" "),
  };
}

/** Whether a plain scalar would be taken for something else. */
function hasIndicator(value: GoString): boolean {
  if (value.startsWith("---") || value.startsWith("...")) return true;
  if (/^[#,[\]{}&*!|>'"%@`]/.test(value) || /^[?:-](?:[ \t]|$)/.test(value)) return true;
  return (
    /:(?:[ \t]|$)|[ \t]#/.test(value.slice(1)) || /^[ \t]#/.test(value) || (/^.#/s.test(value) && /^\s/.test(value))
  );
}

/** Characters of up to three bytes, without control characters; libyaml escapes all others. */
function isPrintable(value: GoString): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\0-\x09\x0b-\x1f\x7f\xf0-\xf4]|\xc2[\x80-\x9f]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]/.test(value)) return false;
  return true;
}

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x00, "\\0"],
  [0x07, "\\a"],
  [0x08, "\\b"],
  [0x09, "\\t"],
  [0x0a, "\\n"],
  [0x0b, "\\v"],
  [0x0c, "\\f"],
  [0x0d, "\\r"],
  [0x1b, "\\e"],
  [0x22, '\\"'],
  [0x5c, "\\\\"],
  [0x85, "\\N"],
  [0x2028, "\\L"],
  [0x2029, "\\P"],
]);

function escapeRune(rune: number, source: GoString): GoString {
  const known = ESCAPES.get(rune);
  if (known !== undefined) return known;
  if (isPrintable(source)) return source;
  const hex = rune.toString(16).toUpperCase();
  if (rune <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return rune <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
