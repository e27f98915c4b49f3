import type { BuilderError } from "../../../../sdk/errors/builder-error.ts";
import { limitError, syntaxError } from "./errors.ts";
import { quote, unquote } from "./fmt/quote.ts";
import { type GoString, toText } from "./go-string.ts";
import { lex, type Token } from "./lex.ts";
import type {
  BranchNode,
  CommandNode,
  ListNode,
  OperandNode,
  PipeNode,
  StatementNode,
  Tag,
  TemplateNode,
  TemplateTree,
  VariableNode,
} from "./node.ts";
import { readNumber } from "./number-literal.ts";
import { placeAt } from "./position.ts";
import { printNode } from "./print-node.ts";

export interface ParseOptions {
  /** The file that errors name. */
  readonly file: string;
  /** Whether a function exists: one that does not is a syntax error, as in Go. */
  readonly hasFunction: (name: GoString) => boolean;
  /** How deep actions and parentheses may be nested. */
  readonly maxDepth: number;
}

/**
 * Parses a text into its own tree and those of its `define`s and `block`s, by name.
 *
 * @throws TEMPLATE.SYNTAX with the place, TEMPLATE.LIMIT when the nesting is too deep
 */
export function parse(name: GoString, text: GoString, options: ParseOptions): ReadonlyMap<GoString, TemplateTree> {
  return new Parser(name, text, options).parse();
}

/** Whether a template holds nothing but white space, comments and definitions: it does not replace another one. */
export function isEmptyTree(tree: TemplateTree): boolean {
  return tree.root.nodes.every((node) => {
    if (node.kind === "text") return /^[\t\n\v\f\r \x85\xa0]*$/.test(node.text);
    return node.kind === "comment" || node.kind === "define";
  });
}

type Keyword = "if" | "with" | "range";
type Branch = BranchNode<"if"> | BranchNode<"with"> | BranchNode<"range">;

/** `{{end}}` or `{{else}}`. Of `{{else if}}` only `{{else ` has been read, which its opening delimiter stands for. */
interface End {
  readonly kind: "end" | "else";
  readonly tag: Tag;
  readonly token: Token;
  readonly delim: Token;
  readonly chained?: "if" | "with";
}

const OPERAND_STARTS = new Set<Token["kind"]>([
  "bool",
  "charConstant",
  "complex",
  "dot",
  "field",
  "identifier",
  "number",
  "rawString",
  "string",
  "variable",
  "leftParen",
]);

class Parser {
  private readonly trees = new Map<GoString, TemplateTree>();
  private readonly name: GoString;
  private readonly text: GoString;
  private readonly options: ParseOptions;
  private readonly tokens: readonly Token[];
  private at = 0;
  private variables: GoString[] = ["$"];
  private rangeDepth = 0;
  private depth = 0;

  constructor(name: GoString, text: GoString, options: ParseOptions) {
    this.name = name;
    this.text = text;
    this.options = options;
    this.tokens = lex(text);
  }

  parse(): ReadonlyMap<GoString, TemplateTree> {
    const nodes: StatementNode[] = [];
    const pos = this.peek().start;
    while (this.peek().kind !== "eof") {
      const node = this.topLevel();
      if ("token" in node) throw this.fail(`unexpected {{${node.kind}}}`, node.token);
      nodes.push(node);
    }
    this.add({ name: this.name, file: this.options.file, text: this.text, root: { kind: "list", pos, nodes } });
    return this.trees;
  }

  private topLevel(): StatementNode | End {
    if (this.peek().kind !== "leftDelim") return this.textOrAction();
    const start = this.at;
    const delim = this.next();
    const word = this.nextNonSpace();
    if (word.kind === "keyword" && word.value === "define") return this.define(delim);
    this.at = start;
    return this.textOrAction();
  }

  // Texts and actions

  private textOrAction(): StatementNode | End {
    const token = this.nextNonSpace();
    switch (token.kind) {
      case "text":
        return { kind: "text", pos: token.start, text: token.value };
      case "comment":
        return { kind: "comment", pos: token.start, text: token.value, tag: commentTag(token) };
      case "leftDelim":
        return this.action(token);
      default:
        throw this.unexpected(token, "input");
    }
  }

  private action(delim: Token): StatementNode | End {
    const token = this.nextNonSpace();
    if (token.kind === "keyword") {
      switch (token.value) {
        case "block":
          return this.block(delim);
        case "break":
        case "continue":
          return this.jump(token.value, token, delim);
        case "else":
          return this.elseTag(delim, token);
        case "end":
          return { kind: "end", token, delim, tag: this.closeTag(delim, "end") };
        case "if":
        case "with":
        case "range":
          return this.nested(token, () => this.branch(keywordOf(token), delim, false));
        case "template":
          return this.template(delim);
      }
    }
    this.at--;
    const pos = this.peek().start;
    const pipe = this.pipeline("command", "rightDelim");
    return { kind: "action", pos, pipe, tag: this.tagFrom(delim) };
  }

  private jump(kind: "break" | "continue", token: Token, delim: Token): StatementNode {
    const close = this.nextNonSpace();
    if (close.kind !== "rightDelim") throw this.unexpected(close, `{{${kind}}}`);
    if (this.rangeDepth === 0) throw this.fail(`{{${kind}}} outside {{range}}`, token);
    return { kind, pos: token.start, tag: tagOf(delim, close) };
  }

  private elseTag(delim: Token, token: Token): End {
    const following = this.peekNonSpace();
    const chained = following.kind === "keyword" && (following.value === "if" || following.value === "with");
    if (chained)
      return {
        kind: "else",
        token,
        delim,
        tag: tagOf(delim, delim),
        chained: following.value === "if" ? "if" : "with",
      };
    return { kind: "else", token, delim, tag: this.closeTag(delim, "else") };
  }

  /** `if`, `with` and `range`, from behind the keyword to their end. */
  private branch(kind: Keyword, delim: Token, isElse: boolean): Branch {
    const known = this.variables.length;
    const pipe = this.pipeline(kind, "rightDelim");
    const tag = this.tagFrom(delim);
    if (kind === "range") this.rangeDepth++;
    const { list: body, end } = this.itemList();
    if (kind === "range") this.rangeDepth--;
    const rest = end.kind === "else" ? this.otherwise(kind, end) : { endTag: end.tag };
    this.variables.length = known;
    const shared = { pos: pipe.pos, pipe, body, tag, isElse, ...rest };
    if (kind === "if") return { kind: "if", ...shared };
    return kind === "with" ? { kind: "with", ...shared } : { kind: "range", ...shared };
  }

  private otherwise(kind: Keyword, end: End): Pick<BranchNode<"if">, "otherwise" | "elseTag" | "endTag"> {
    if (end.chained !== undefined && end.chained === kind) {
      const keyword = this.nextNonSpace();
      const chained = this.nested(keyword, () => this.branch(kind, end.delim, true));
      return {
        otherwise: { kind: "list", pos: keyword.start, nodes: [chained] },
        elseTag: chained.tag,
        endTag: chained.endTag,
      };
    }
    if (end.chained !== undefined) throw this.unexpected(this.nextNonSpace(), "input");
    const { list: otherwise, end: close } = this.itemList();
    if (close.kind !== "end") throw this.fail(`expected end; found {{${close.kind}}}`, close.token);
    return { otherwise, elseTag: end.tag, endTag: close.tag };
  }

  private itemList(): { readonly list: ListNode; readonly end: End } {
    const pos = this.peekNonSpace().start;
    const nodes: StatementNode[] = [];
    while (this.peekNonSpace().kind !== "eof") {
      const node = this.textOrAction();
      if ("token" in node) return { list: { kind: "list", pos, nodes }, end: node };
      nodes.push(node);
    }
    throw this.fail("unexpected EOF", this.peek());
  }

  // Templates

  private define(delim: Token): StatementNode {
    const context = "define clause";
    const name = this.templateName(context);
    const open = this.closeTag(delim, context);
    const tree = this.definition(name, "define", open, context);
    return { kind: "define", pos: delim.start, tree };
  }

  private block(delim: Token): StatementNode {
    const context = "block clause";
    const token = this.peekNonSpace();
    const name = this.templateName(context);
    const pipe = this.pipeline(context, "rightDelim");
    const tag = this.tagFrom(delim);
    this.nested(token, () => this.definition(name, "block", tag, context));
    return { kind: "template", pos: token.start, name, pipe, tag, isBlock: true };
  }

  /** The body of a `define` or `block`, which sees no variables of its surroundings. */
  private definition(name: GoString, keyword: "define" | "block", open: Tag, context: string): TemplateTree {
    const { variables, rangeDepth } = this;
    this.variables = ["$"];
    this.rangeDepth = 0;
    const { list: root, end } = this.itemList();
    if (end.kind !== "end") throw this.fail(`unexpected {{${end.kind}}} in ${context}`, end.token);
    this.variables = variables;
    this.rangeDepth = rangeDepth;
    const { text, options } = this;
    const tree: TemplateTree = { name, file: options.file, text, root, definition: { keyword, open, close: end.tag } };
    this.add(tree);
    return tree;
  }

  private template(delim: Token): TemplateNode {
    const context = "template clause";
    const token = this.peekNonSpace();
    const name = this.templateName(context);
    if (this.peekNonSpace().kind === "rightDelim") {
      return { kind: "template", pos: token.start, name, tag: this.closeTag(delim, context), isBlock: false };
    }
    const pipe = this.pipeline(context, "rightDelim");
    return { kind: "template", pos: token.start, name, pipe, tag: this.tagFrom(delim), isBlock: false };
  }

  private templateName(context: string): GoString {
    const token = this.nextNonSpace();
    if (token.kind !== "string" && token.kind !== "rawString") throw this.unexpected(token, context);
    return this.unquoted(token);
  }

  private add(tree: TemplateTree): void {
    const known = this.trees.get(tree.name);
    if (known === undefined || isEmptyTree(known)) this.trees.set(tree.name, tree);
    else if (!isEmptyTree(tree)) {
      throw this.fail(`multiple definition of template ${toText(quote(tree.name))}`, this.lastToken());
    }
  }

  // Pipelines

  private pipeline(context: string, end: "rightDelim" | "rightParen"): PipeNode {
    const pos = this.peekNonSpace().start;
    const { variables, isAssign } = this.declarations(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.nextNonSpace();
      if (token.kind === end) break;
      if (!OPERAND_STARTS.has(token.kind) && token.value !== "nil") throw this.unexpected(token, context);
      this.at--;
      commands.push(this.command());
    }
    this.checkCommands(commands, context);
    return { kind: "pipe", pos, variables, isAssign, commands };
  }

  /** `$x :=`, `$x =`, and in a range `$i, $x :=`. */
  private declarations(context: string): { readonly variables: readonly VariableNode[]; readonly isAssign: boolean } {
    const variables: VariableNode[] = [];
    for (;;) {
      const start = this.at;
      const token = this.nextNonSpace();
      const following = token.kind === "variable" ? this.nextNonSpace() : token;
      const isComma = following.kind === "char" && following.value === ",";
      if (token.kind !== "variable" || (following.kind !== "assign" && following.kind !== "declare" && !isComma)) {
        this.at = start;
        return { variables, isAssign: false };
      }
      variables.push({ kind: "variable", pos: token.start, name: token.value, fields: [] });
      this.variables.push(token.value);
      if (!isComma) return { variables, isAssign: following.kind === "assign" };
      if (context !== "range" || variables.length > 1) {
        throw this.fail(`too many declarations in ${context}`, following);
      }
      const second = this.peekNonSpace().kind;
      if (second !== "variable" && second !== "rightDelim" && second !== "rightParen") {
        throw this.fail("range can only initialize variables", this.peekNonSpace());
      }
    }
  }

  private checkCommands(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) throw this.fail(`missing value for ${context}`, this.lastToken());
    for (const [index, command] of commands.entries()) {
      const { kind } = command.args[0];
      const isLiteral = kind === "bool" || kind === "dot" || kind === "nil" || kind === "number" || kind === "string";
      if (index > 0 && isLiteral) {
        throw this.failAt(`non executable command in pipeline stage ${index + 1}`, command.pos);
      }
    }
  }

  private command(): CommandNode {
    const pos = this.peekNonSpace().start;
    const args: OperandNode[] = [];
    for (;;) {
      this.peekNonSpace();
      const operand = this.operand();
      if (operand !== undefined) args.push(operand);
      const token = this.next();
      if (token.kind === "space") continue;
      if (token.kind === "rightDelim" || token.kind === "rightParen") this.at--;
      else if (token.kind !== "pipe") throw this.unexpected(token, "operand");
      break;
    }
    const [first, ...others] = args;
    if (first === undefined) throw this.fail("empty command", this.lastToken());
    return { kind: "command", pos, args: [first, ...others] };
  }

  /** A term and the fields behind it. */
  private operand(): OperandNode | undefined {
    const term = this.term();
    if (term === undefined || this.peek().kind !== "field") return term;
    const pos = this.peek().start;
    const names: GoString[] = [];
    while (this.peek().kind === "field") names.push(this.next().value.slice(1));
    switch (term.kind) {
      case "field":
        return { kind: "field", pos, names: [...term.names, ...names] };
      case "variable":
        return { kind: "variable", pos, name: term.name, fields: [...term.fields, ...names] };
      case "bool":
      case "string":
      case "number":
      case "nil":
      case "dot":
        throw this.failAt(`unexpected . after term ${toText(quote(printNode(term)))}`, pos);
      default:
        return { kind: "chain", pos, operand: term, names };
    }
  }

  private term(): OperandNode | undefined {
    const token = this.nextNonSpace();
    const pos = token.start;
    switch (token.kind) {
      case "identifier":
        if (!this.options.hasFunction(token.value)) {
          throw this.fail(`function ${toText(quote(token.value))} not defined`, token);
        }
        return { kind: "identifier", pos, name: token.value };
      case "dot":
        return { kind: "dot", pos };
      case "variable":
        return this.usedVariable(token);
      case "field":
        return { kind: "field", pos, names: [token.value.slice(1)] };
      case "bool":
        return { kind: "bool", pos, value: token.value === "true" };
      case "charConstant":
      case "complex":
      case "number":
        return this.number(token, token.kind);
      case "leftParen":
        return this.nested(token, () => this.pipeline("parenthesized pipeline", "rightParen"));
      case "string":
      case "rawString":
        return { kind: "string", pos, source: token.value, value: this.unquoted(token) };
    }
    if (token.kind === "keyword" && token.value === "nil") return { kind: "nil", pos };
    this.at--;
    return undefined;
  }

  private usedVariable(token: Token): OperandNode {
    if (!this.variables.includes(token.value)) {
      throw this.fail(`undefined variable ${toText(quote(token.value))}`, token);
    }
    return { kind: "variable", pos: token.start, name: token.value, fields: [] };
  }

  private number(token: Token, kind: "charConstant" | "complex" | "number"): OperandNode {
    const readings = readNumber(token.value, kind);
    if (readings === undefined) throw this.fail(`illegal number syntax: ${toText(quote(token.value))}`, token);
    return { kind: "number", pos: token.start, source: token.value, ...readings };
  }

  private unquoted(token: Token): GoString {
    const value = unquote(token.value);
    if (value === undefined) throw this.fail(`invalid syntax in string ${toText(token.value)}`, token);
    return value;
  }

  // Tokens

  private next(): Token {
    const token = this.tokens[Math.min(this.at, this.tokens.length - 1)] ?? END;
    this.at++;
    return token;
  }

  private peek(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] ?? END;
  }

  private nextNonSpace(): Token {
    let token = this.next();
    while (token.kind === "space") token = this.next();
    return token;
  }

  private peekNonSpace(): Token {
    while (this.peek().kind === "space") this.at++;
    return this.peek();
  }

  private lastToken(): Token {
    return this.tokens[Math.min(this.at - 1, this.tokens.length - 1)] ?? END;
  }

  private closeTag(delim: Token, context: string): Tag {
    const token = this.nextNonSpace();
    if (token.kind !== "rightDelim") throw this.unexpected(token, context);
    return tagOf(delim, token);
  }

  /** The tag that starts at `delim` and ends with the token that was read last. */
  private tagFrom(delim: Token): Tag {
    return tagOf(delim, this.lastToken());
  }

  private nested<T>(token: Token, read: () => T): T {
    if (this.depth >= this.options.maxDepth) {
      throw limitError("depth", this.options.maxDepth, placeAt(this.options.file, this.text, token.start));
    }
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }

  // Errors

  private unexpected(token: Token, context: string): BuilderError {
    if (token.kind === "error") return this.fail(token.value, token);
    return this.fail(`unexpected ${showToken(token)} in ${context}`, token);
  }

  private fail(reason: string, token: Token): BuilderError {
    // Whatever the parser stumbles over next, text that cannot be read is the reason.
    return this.failAt(token.kind === "error" ? token.value : reason, token.start);
  }

  private failAt(reason: string, offset: number): BuilderError {
    return syntaxError(reason, placeAt(this.options.file, this.text, offset));
  }
}

const END: Token = { kind: "eof", value: "", start: 0, end: 0 };

function keywordOf(token: Token): Keyword {
  return token.value === "if" || token.value === "with" ? token.value : "range";
}

function tagOf(open: Token, close: Token): Tag {
  const trimLeft = open.trimLeft === true;
  return { start: open.start, end: close.end, trimLeft, trimRight: close.trimRight === true };
}

function commentTag(token: Token): Tag {
  const { start, end, outerStart = start, outerEnd = end } = token;
  return { start: outerStart, end: outerEnd, trimLeft: token.trimLeft === true, trimRight: token.trimRight === true };
}

function showToken(token: Token): string {
  if (token.kind === "eof") return "EOF";
  if (token.kind === "keyword") return `<${token.value}>`;
  const value = token.value.length > 10 ? `${token.value.slice(0, 10)}…` : token.value;
  return `"${toText(value)}"`;
}
