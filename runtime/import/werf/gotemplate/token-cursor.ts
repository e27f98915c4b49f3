import type { BuilderError } from "../../../../sdk/errors/builder-error.ts";
import { limitError, syntaxError } from "./errors.ts";
import { unquote } from "./fmt/quote.ts";
import { type GoString, toText } from "./go-string.ts";
import { lex, type Token, type TokenSource } from "./lex.ts";
import type { Tag } from "./node.ts";
import { placeAt } from "./position.ts";

/** The tokens of a template and how far they have been read; it makes the errors that name a place among them. */
export class TokenCursor {
  private readonly text: GoString;
  private readonly file: string;
  private readonly maxDepth: number;
  private readonly source: TokenSource;
  /** Only the group that is being read is kept: the tokens of a long template take far more than its text. */
  private tokens: readonly Token[] = [];
  private at = 0;
  private depth = 0;

  constructor(text: GoString, file: string, maxDepth: number) {
    this.text = text;
    this.file = file;
    this.maxDepth = maxDepth;
    this.source = lex(text);
  }

  next(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }

  peek(): Token {
    if (this.at >= this.tokens.length) this.readGroup();
    return this.tokens[this.at] ?? END;
  }

  private readGroup(): void {
    const group = this.source.next();
    // At the end the last token, which tells that it is the end, stays for ever.
    this.at = group.length > 0 ? 0 : Math.max(0, this.tokens.length - 1);
    if (group.length > 0) this.tokens = group;
  }

  nextNonSpace(): Token {
    let token = this.next();
    while (token.kind === "space") token = this.next();
    return token;
  }

  peekNonSpace(): Token {
    while (this.peek().kind === "space") this.at++;
    return this.peek();
  }

  last(): Token {
    return this.tokens[this.at - 1] ?? this.peek();
  }

  /** Where the cursor is within an action, for {@link rewind}. */
  mark(): number {
    return this.at;
  }

  rewind(mark: number): void {
    this.at = mark;
  }

  /** Makes the token that was read last the next one again. */
  back(): void {
    this.at--;
  }

  /** Reads the end of a tag, whose start is `delim`. */
  closeTag(delim: Token, context: string): Tag {
    const token = this.nextNonSpace();
    if (token.kind !== "rightDelim") throw this.unexpected(token, context);
    return tagOf(delim, token);
  }

  unquoted(token: Token): GoString {
    const value = unquote(token.value);
    if (value === undefined) throw this.fail(`invalid syntax in string ${toText(token.value)}`, token);
    return value;
  }

  /** Reads something inside of something else, as deep as is allowed. */
  nested<T>(token: Token, read: () => T): T {
    if (this.depth >= this.maxDepth) {
      throw limitError("depth", this.maxDepth, placeAt(this.file, this.text, token.start));
    }
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }

  unexpected(token: Token, context: string): BuilderError {
    return this.fail(`unexpected ${showToken(token)} in ${context}`, token);
  }

  fail(reason: string, token: Token): BuilderError {
    // Whatever the parser stumbles over, text that cannot be read is the reason.
    return this.failAt(token.kind === "error" ? token.value : reason, token.start);
  }

  failAt(reason: string, offset: number): BuilderError {
    return syntaxError(reason, placeAt(this.file, this.text, offset));
  }
}

const END: Token = { kind: "eof", value: "", start: 0, end: 0 };

/** The tag between its two delimiters. */
export function tagOf(open: Token, close: Token): Tag {
  const trimLeft = open.trimLeft === true;
  return { start: open.start, end: close.end, trimLeft, trimRight: close.trimRight === true };
}

function showToken(token: Token): string {
  if (token.kind === "eof") return "EOF";
  if (token.kind === "keyword") return `<${token.value}>`;
  const value = toText(token.value);
  return `"${value.length > 10 ? `${value.slice(0, 10)}…` : value}"`;
}
