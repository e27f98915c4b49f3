import { quote } from "./fmt/quote.ts";
import { type GoString, toText } from "./go-string.ts";
import type { Token } from "./lex.ts";
import type { BranchNode, ListNode, StatementNode, Tag, TemplateNode, TemplateTree } from "./node.ts";
import { PipelineParser } from "./parse-pipeline.ts";
import { TokenCursor, tagOf } from "./token-cursor.ts";

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

class Parser {
  private readonly trees = new Map<GoString, TemplateTree>();
  private readonly name: GoString;
  private readonly text: GoString;
  private readonly options: ParseOptions;
  private readonly cursor: TokenCursor;
  private readonly pipelines: PipelineParser;
  private rangeDepth = 0;

  constructor(name: GoString, text: GoString, options: ParseOptions) {
    this.name = name;
    this.text = text;
    this.options = options;
    this.cursor = new TokenCursor(text, options.file, options.maxDepth);
    this.pipelines = new PipelineParser(this.cursor, options.hasFunction);
  }

  parse(): ReadonlyMap<GoString, TemplateTree> {
    const nodes: StatementNode[] = [];
    const pos = this.cursor.peek().start;
    while (this.cursor.peek().kind !== "eof") {
      const node = this.topLevel();
      if ("token" in node) throw this.cursor.fail(`unexpected {{${node.kind}}}`, node.token);
      nodes.push(node);
    }
    this.add({ name: this.name, file: this.options.file, text: this.text, root: { kind: "list", pos, nodes } });
    return this.trees;
  }

  private topLevel(): StatementNode | End {
    if (this.cursor.peek().kind !== "leftDelim") return this.textOrAction();
    const start = this.cursor.mark();
    const delim = this.cursor.next();
    const word = this.cursor.nextNonSpace();
    if (word.kind === "keyword" && word.value === "define") return this.define(delim);
    this.cursor.rewind(start);
    return this.textOrAction();
  }

  // Texts and actions

  private textOrAction(): StatementNode | End {
    const token = this.cursor.nextNonSpace();
    switch (token.kind) {
      case "text":
        return { kind: "text", pos: token.start, text: token.value };
      case "comment":
        return { kind: "comment", pos: token.start, text: token.value, tag: commentTag(token) };
      case "leftDelim":
        return this.action(token);
      default:
        throw this.cursor.unexpected(token, "input");
    }
  }

  private action(delim: Token): StatementNode | End {
    const token = this.cursor.nextNonSpace();
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
          return { kind: "end", token, delim, tag: this.cursor.closeTag(delim, "end") };
        case "if":
        case "with":
        case "range":
          return this.cursor.nested(token, () => this.branch(keywordOf(token), delim, false));
        case "template":
          return this.template(delim);
      }
    }
    this.cursor.back();
    const pos = this.cursor.peek().start;
    const pipe = this.pipelines.pipeline("command", "rightDelim");
    return { kind: "action", pos, pipe, tag: tagOf(delim, this.cursor.last()) };
  }

  private jump(kind: "break" | "continue", token: Token, delim: Token): StatementNode {
    const close = this.cursor.nextNonSpace();
    if (close.kind !== "rightDelim") throw this.cursor.unexpected(close, `{{${kind}}}`);
    if (this.rangeDepth === 0) throw this.cursor.fail(`{{${kind}}} outside {{range}}`, token);
    return { kind, pos: token.start, tag: tagOf(delim, close) };
  }

  private elseTag(delim: Token, token: Token): End {
    const following = this.cursor.peekNonSpace();
    const chained = following.kind === "keyword" && (following.value === "if" || following.value === "with");
    if (chained)
      return {
        kind: "else",
        token,
        delim,
        tag: tagOf(delim, delim),
        chained: following.value === "if" ? "if" : "with",
      };
    return { kind: "else", token, delim, tag: this.cursor.closeTag(delim, "else") };
  }

  /** `if`, `with` and `range`, from behind the keyword to their end. */
  private branch(kind: Keyword, delim: Token, isElse: boolean): Branch {
    return this.pipelines.scoped(() => {
      const pipe = this.pipelines.pipeline(kind, "rightDelim");
      const tag = tagOf(delim, this.cursor.last());
      if (kind === "range") this.rangeDepth++;
      const { list: body, end } = this.itemList();
      if (kind === "range") this.rangeDepth--;
      const rest = end.kind === "else" ? this.otherwise(kind, end) : { endTag: end.tag };
      return createBranch(kind, { pos: pipe.pos, pipe, body, tag, isElse, ...rest });
    });
  }

  private otherwise(kind: Keyword, end: End): Pick<BranchNode<"if">, "otherwise" | "elseTag" | "endTag"> {
    if (end.chained !== undefined && end.chained === kind) {
      const keyword = this.cursor.nextNonSpace();
      const chained = this.cursor.nested(keyword, () => this.branch(kind, end.delim, true));
      return {
        otherwise: { kind: "list", pos: keyword.start, nodes: [chained] },
        elseTag: chained.tag,
        endTag: chained.endTag,
      };
    }
    if (end.chained !== undefined) throw this.cursor.unexpected(this.cursor.nextNonSpace(), "input");
    const { list: otherwise, end: close } = this.itemList();
    if (close.kind !== "end") throw this.cursor.fail(`expected end; found {{${close.kind}}}`, close.token);
    return { otherwise, elseTag: end.tag, endTag: close.tag };
  }

  private itemList(): { readonly list: ListNode; readonly end: End } {
    const pos = this.cursor.peekNonSpace().start;
    const nodes: StatementNode[] = [];
    while (this.cursor.peekNonSpace().kind !== "eof") {
      const node = this.textOrAction();
      if ("token" in node) return { list: { kind: "list", pos, nodes }, end: node };
      nodes.push(node);
    }
    throw this.cursor.fail("unexpected EOF", this.cursor.peek());
  }

  // Templates

  private define(delim: Token): StatementNode {
    const context = "define clause";
    const name = this.templateName(context);
    const open = this.cursor.closeTag(delim, context);
    const tree = this.definition(name, "define", open, context);
    return { kind: "define", pos: delim.start, tree };
  }

  private block(delim: Token): StatementNode {
    const context = "block clause";
    const token = this.cursor.peekNonSpace();
    const name = this.templateName(context);
    const pipe = this.pipelines.pipeline(context, "rightDelim");
    const tag = tagOf(delim, this.cursor.last());
    this.cursor.nested(token, () => this.definition(name, "block", tag, context));
    return { kind: "template", pos: token.start, name, pipe, tag, isBlock: true };
  }

  /** The body of a `define` or `block`, which sees no variables of its surroundings. */
  private definition(name: GoString, keyword: "define" | "block", open: Tag, context: string): TemplateTree {
    const { rangeDepth } = this;
    this.rangeDepth = 0;
    const { list: root, end } = this.pipelines.isolated(() => this.itemList());
    this.rangeDepth = rangeDepth;
    if (end.kind !== "end") throw this.cursor.fail(`unexpected {{${end.kind}}} in ${context}`, end.token);
    const { text, options } = this;
    const tree: TemplateTree = { name, file: options.file, text, root, definition: { keyword, open, close: end.tag } };
    this.add(tree);
    return tree;
  }

  private template(delim: Token): TemplateNode {
    const context = "template clause";
    const token = this.cursor.peekNonSpace();
    const name = this.templateName(context);
    if (this.cursor.peekNonSpace().kind === "rightDelim") {
      return { kind: "template", pos: token.start, name, tag: this.cursor.closeTag(delim, context), isBlock: false };
    }
    const pipe = this.pipelines.pipeline(context, "rightDelim");
    return { kind: "template", pos: token.start, name, pipe, tag: tagOf(delim, this.cursor.last()), isBlock: false };
  }

  private templateName(context: string): GoString {
    const token = this.cursor.nextNonSpace();
    if (token.kind !== "string" && token.kind !== "rawString") throw this.cursor.unexpected(token, context);
    return this.cursor.unquoted(token);
  }

  private add(tree: TemplateTree): void {
    const known = this.trees.get(tree.name);
    if (known === undefined || isEmptyTree(known)) this.trees.set(tree.name, tree);
    else if (!isEmptyTree(tree)) {
      throw this.cursor.fail(`multiple definition of template ${toText(quote(tree.name))}`, this.cursor.last());
    }
  }
}

function createBranch(kind: Keyword, shared: Omit<BranchNode<Keyword>, "kind">): Branch {
  if (kind === "if") return { kind, ...shared };
  return kind === "with" ? { kind, ...shared } : { kind, ...shared };
}

function keywordOf(token: Token): Keyword {
  return token.value === "if" || token.value === "with" ? token.value : "range";
}

function commentTag(token: Token): Tag {
  const { start, end, outerStart = start, outerEnd = end } = token;
  return { start: outerStart, end: outerEnd, trimLeft: token.trimLeft === true, trimRight: token.trimRight === true };
}
