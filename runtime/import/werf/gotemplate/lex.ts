import { decodeRune, type GoString, toText } from "./go-string.ts";
import { isDigit, isLetter, isPrint } from "./unicode.ts";

export type TokenKind =
  | "text"
  | "comment"
  | "leftDelim"
  | "rightDelim"
  | "space"
  | "assign"
  | "declare"
  | "pipe"
  | "leftParen"
  | "rightParen"
  | "char"
  | "identifier"
  | "field"
  | "variable"
  | "dot"
  | "bool"
  | "number"
  | "complex"
  | "charConstant"
  | "string"
  | "rawString"
  | "keyword"
  | "error"
  | "eof";

/** A piece of a template. `start` and `end` are byte offsets; `value` is the source, or the reason of an error. */
export interface Token {
  readonly kind: TokenKind;
  readonly value: GoString;
  readonly start: number;
  readonly end: number;
  /** Of a delimiter or comment: whether `{{-` or `-}}` removes the white space on the other side. */
  readonly trimLeft?: boolean;
  readonly trimRight?: boolean;
  /** Of a comment: where its delimiters start and end. */
  readonly outerStart?: number;
  readonly outerEnd?: number;
}

const KEYWORDS = new Set([
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "nil",
  "range",
  "template",
  "with",
]);

const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*\.?[0-9a-fA-F_]*(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*\.?[0-7_]*|0[bB][01_]*\.?[01_]*|[0-9_]*\.?[0-9_]*(?:[eE][+-]?[0-9_]*)?)i?/y;

const LEFT = "{{";
const RIGHT = "}}";
const SPACES = " \t\r\n";

/** The tokens of a template, in groups: a text or a comment, or a text and the action behind it. */
export interface TokenSource {
  /** The next group; the last one ends with an `eof` or `error` token. */
  next(): readonly Token[];
}

/**
 * Cuts a template into tokens, as they are asked for. It never throws: what cannot be read becomes an `error` token,
 * the last one, so that the parser reports whichever mistake comes first.
 */
export function lex(input: GoString): TokenSource {
  return new Lexer(input);
}

class Lexer implements TokenSource {
  private tokens: Token[] = [];
  private readonly input: GoString;
  private pos = 0;
  private start = 0;
  private parenDepth = 0;
  private done = false;

  constructor(input: GoString) {
    this.input = input;
  }

  next(): readonly Token[] {
    this.tokens = [];
    if (!this.done) this.lexText();
    return this.tokens;
  }

  /** Plain text up to the next action, and that action. */
  private lexText(): void {
    const delim = this.input.indexOf(LEFT, this.pos);
    const end = delim === -1 ? this.input.length : delim;
    if (end > this.pos) this.emitText(end, delim !== -1 && isLeftTrim(this.input, delim + LEFT.length));
    this.pos = end;
    this.start = end;
    if (delim === -1) {
      this.emit("eof");
      this.done = true;
      return;
    }
    this.lexLeftDelim();
  }

  private emitText(end: number, trimmed: boolean): void {
    let textEnd = end;
    while (trimmed && textEnd > this.start && SPACES.includes(this.input.charAt(textEnd - 1))) textEnd--;
    const value = this.input.slice(this.start, textEnd);
    if (value !== "") this.tokens.push({ kind: "text", value, start: this.start, end: textEnd });
  }

  private lexLeftDelim(): void {
    const outerStart = this.pos;
    const trimLeft = isLeftTrim(this.input, outerStart + LEFT.length);
    const inner = outerStart + LEFT.length + (trimLeft ? 2 : 0);
    if (this.input.startsWith("/*", inner)) this.lexComment(outerStart, inner, trimLeft);
    else this.lexAction(outerStart, inner, trimLeft);
  }

  private lexAction(outerStart: number, inner: number, trimLeft: boolean): void {
    this.tokens.push({ kind: "leftDelim", value: LEFT, start: outerStart, end: inner, trimLeft });
    this.pos = inner;
    this.start = inner;
    this.parenDepth = 0;
    while (this.lexInsideAction());
  }

  private lexComment(outerStart: number, inner: number, trimLeft: boolean): void {
    this.start = inner;
    const close = this.input.indexOf("*/", inner + 2);
    this.pos = close === -1 ? inner : close + 2;
    const delim = close === -1 ? undefined : this.rightDelim();
    if (delim === undefined) {
      this.fail(close === -1 ? "unclosed comment" : "comment ends before closing delimiter");
      return;
    }
    const end = this.pos;
    this.closeAction(delim.length, delim.trim);
    const outerEnd = end + delim.length;
    const value = this.input.slice(inner, end);
    const tag = { outerStart, outerEnd, trimLeft, trimRight: delim.trim };
    this.tokens.push({ kind: "comment", value, start: inner, end, ...tag });
  }

  /** Reads one token, as all that follow do; false when the action has ended, or cannot be read. */
  private lexInsideAction(): boolean {
    const delim = this.rightDelim();
    if (delim !== undefined) {
      if (this.parenDepth > 0) return this.fail("unclosed left paren");
      const start = this.pos;
      const end = start + delim.length;
      this.tokens.push({ kind: "rightDelim", value: RIGHT, start, end, trimRight: delim.trim });
      this.closeAction(delim.length, delim.trim);
      return false;
    }
    return this.lexToken();
  }

  private lexToken(): boolean {
    const { rune, size } = decodeRune(this.input, this.pos);
    if (size === 0) return this.fail("unclosed action");
    const char = size === 1 ? this.input.charAt(this.pos) : "";
    if (char !== "" && SPACES.includes(char)) return this.lexSpace();
    this.pos += size;
    switch (char) {
      case "=":
        return this.emit("assign");
      case ":":
        if (this.input.charAt(this.pos) !== "=") return this.fail("expected :=");
        this.pos++;
        return this.emit("declare");
      case "|":
        return this.emit("pipe");
      case '"':
        return this.lexQuoted('"', "string", "unterminated quoted string");
      case "'":
        return this.lexQuoted("'", "charConstant", "unterminated character constant");
      case "`":
        return this.lexRawString();
      case "$":
        return this.lexName("variable", "variable");
      case "(":
        this.parenDepth++;
        return this.emit("leftParen");
      case ")":
        this.parenDepth--;
        return this.parenDepth < 0 ? this.fail("unexpected right paren") : this.emit("rightParen");
    }
    if (char === "." && !isAsciiDigit(this.input.charAt(this.pos))) return this.lexName("field", "dot");
    if (char === "." || char === "+" || char === "-" || isAsciiDigit(char)) {
      this.pos -= size;
      return this.lexNumber();
    }
    if (isNameRune(rune)) {
      this.pos -= size;
      return this.lexIdentifier();
    }
    if (rune < 0x80 && isPrint(rune)) return this.emit("char");
    return this.fail(`unrecognized character in action: ${showRune(rune)}`);
  }

  /** White space, except the one that belongs to a closing ` -}}`. */
  private lexSpace(): boolean {
    while (this.pos < this.input.length && SPACES.includes(this.input.charAt(this.pos))) this.pos++;
    if (this.input.startsWith(`-${RIGHT}`, this.pos)) this.pos--;
    return this.pos === this.start || this.emit("space");
  }

  private lexQuoted(quote: string, kind: TokenKind, problem: string): boolean {
    for (;;) {
      let char = this.input.charAt(this.pos++);
      if (char === quote) return this.emit(kind);
      if (char === "\\") char = this.input.charAt(this.pos++);
      if (char === "" || char === "\n") return this.fail(problem);
    }
  }

  private lexRawString(): boolean {
    const close = this.input.indexOf("`", this.pos);
    if (close === -1) return this.fail("unterminated raw quoted string");
    this.pos = close + 1;
    return this.emit("rawString");
  }

  /** `.name` or `$name`; alone it is `bare`. */
  private lexName(kind: TokenKind, bare: TokenKind): boolean {
    if (this.atTerminator()) return this.emit(bare);
    this.skipNameRunes();
    if (!this.atTerminator()) return this.fail(`bad character ${showRune(decodeRune(this.input, this.pos).rune)}`);
    return this.emit(kind);
  }

  private lexIdentifier(): boolean {
    this.skipNameRunes();
    if (!this.atTerminator()) return this.fail(`bad character ${showRune(decodeRune(this.input, this.pos).rune)}`);
    const word = this.input.slice(this.start, this.pos);
    if (KEYWORDS.has(word)) return this.emit("keyword");
    return this.emit(word === "true" || word === "false" ? "bool" : "identifier");
  }

  private skipNameRunes(): void {
    for (;;) {
      const { rune, size } = decodeRune(this.input, this.pos);
      if (size === 0 || !isNameRune(rune)) return;
      this.pos += size;
    }
  }

  /** Numbers are checked by the parser; a sign inside makes it a complex one. */
  private lexNumber(): boolean {
    if (!this.scanNumber()) return this.failNumber();
    const sign = this.input.charAt(this.pos);
    if (sign !== "+" && sign !== "-") return this.emit("number");
    if (!this.scanNumber() || this.input.charAt(this.pos - 1) !== "i") return this.failNumber();
    return this.emit("complex");
  }

  private scanNumber(): boolean {
    NUMBER.lastIndex = this.pos;
    this.pos += NUMBER.exec(this.input)?.[0].length ?? 0;
    const { rune, size } = decodeRune(this.input, this.pos);
    if (size === 0 || !isNameRune(rune)) return true;
    this.pos += size;
    return false;
  }

  private failNumber(): boolean {
    return this.fail(`bad number syntax: "${toText(this.input.slice(this.start, this.pos))}"`);
  }

  private atTerminator(): boolean {
    if (this.pos >= this.input.length) return true;
    return `${SPACES}.,|:)(`.includes(this.input.charAt(this.pos)) || this.input.startsWith(RIGHT, this.pos);
  }

  /** Whether `}}` or ` -}}` is next, and how long it is. */
  private rightDelim(): { readonly length: number; readonly trim: boolean } | undefined {
    if (this.input.startsWith(RIGHT, this.pos)) return { length: RIGHT.length, trim: false };
    const char = this.input.charAt(this.pos);
    const isTrim = char !== "" && SPACES.includes(char) && this.input.startsWith(`-${RIGHT}`, this.pos + 1);
    return isTrim ? { length: RIGHT.length + 2, trim: true } : undefined;
  }

  private closeAction(length: number, trim: boolean): void {
    this.pos += length;
    while (trim && this.pos < this.input.length && SPACES.includes(this.input.charAt(this.pos))) this.pos++;
    this.start = this.pos;
  }

  private emit(kind: TokenKind): boolean {
    const { start, pos } = this;
    this.tokens.push({ kind, value: this.input.slice(start, pos), start, end: pos });
    this.start = pos;
    return true;
  }

  private fail(reason: string): boolean {
    const { start, pos } = this;
    this.tokens.push({ kind: "error", value: reason, start, end: Math.min(pos, this.input.length) });
    this.done = true;
    return false;
  }
}

function isLeftTrim(input: GoString, at: number): boolean {
  const char = input.charAt(at + 1);
  return input.charAt(at) === "-" && char !== "" && SPACES.includes(char);
}

function isAsciiDigit(char: string): boolean {
  return char >= "0" && char <= "9";
}

function isNameRune(rune: number): boolean {
  if (rune < 0x80) return /\w/.test(String.fromCharCode(rune));
  return isLetter(rune) || isDigit(rune);
}

function showRune(rune: number): string {
  const code = `U+${rune.toString(16).toUpperCase().padStart(4, "0")}`;
  return isPrint(rune) ? `${code} '${String.fromCodePoint(rune)}'` : code;
}
