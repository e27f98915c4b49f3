import { quote } from "./fmt/quote.ts";
import { type GoString, toText } from "./go-string.ts";
import type { Token } from "./lex.ts";
import type { CommandNode, OperandNode, PipeNode, VariableNode } from "./node.ts";
import { readNumber } from "./number-literal.ts";
import { printNode } from "./print-node.ts";
import type { TokenCursor } from "./token-cursor.ts";

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

/** Reads pipelines, and knows which variables they may use. */
export class PipelineParser {
  private readonly cursor: TokenCursor;
  private readonly hasFunction: (name: GoString) => boolean;
  private scope: GoString[] = ["$"];

  constructor(cursor: TokenCursor, hasFunction: (name: GoString) => boolean) {
    this.cursor = cursor;
    this.hasFunction = hasFunction;
  }

  /** Reads something whose variables nothing behind it sees. */
  scoped<T>(read: () => T): T {
    const known = this.scope.length;
    const result = read();
    this.scope.length = known;
    return result;
  }

  /** Reads something that sees no variables of its surroundings. */
  isolated<T>(read: () => T): T {
    const outer = this.scope;
    this.scope = ["$"];
    const result = read();
    this.scope = outer;
    return result;
  }

  /** A pipeline up to `end`, which is read as well. */
  pipeline(context: string, end: "rightDelim" | "rightParen"): PipeNode {
    const pos = this.cursor.peekNonSpace().start;
    const { variables, isAssign } = this.declarations(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.cursor.nextNonSpace();
      if (token.kind === end) break;
      if (!OPERAND_STARTS.has(token.kind) && token.value !== "nil") throw this.cursor.unexpected(token, context);
      this.cursor.back();
      commands.push(this.command());
    }
    this.checkCommands(commands, context);
    return { kind: "pipe", pos, variables, isAssign, commands };
  }

  /** `$x :=`, `$x =`, and in a range `$i, $x :=`. */
  private declarations(context: string): { readonly variables: readonly VariableNode[]; readonly isAssign: boolean } {
    const variables: VariableNode[] = [];
    for (;;) {
      const start = this.cursor.mark();
      const token = this.cursor.nextNonSpace();
      const following = token.kind === "variable" ? this.cursor.nextNonSpace() : token;
      const isComma = following.kind === "char" && following.value === ",";
      if (token.kind !== "variable" || (following.kind !== "assign" && following.kind !== "declare" && !isComma)) {
        this.cursor.rewind(start);
        return { variables, isAssign: false };
      }
      variables.push({ kind: "variable", pos: token.start, name: token.value, fields: [] });
      this.scope.push(token.value);
      if (!isComma) return { variables, isAssign: following.kind === "assign" };
      if (context !== "range" || variables.length > 1) {
        throw this.cursor.fail(`too many declarations in ${context}`, following);
      }
      const second = this.cursor.peekNonSpace().kind;
      if (second !== "variable" && second !== "rightDelim" && second !== "rightParen") {
        throw this.cursor.fail("range can only initialize variables", this.cursor.peekNonSpace());
      }
    }
  }

  private checkCommands(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) throw this.cursor.fail(`missing value for ${context}`, this.cursor.last());
    for (const [index, command] of commands.entries()) {
      const { kind } = command.args[0];
      const isLiteral = kind === "bool" || kind === "dot" || kind === "nil" || kind === "number" || kind === "string";
      if (index > 0 && isLiteral) {
        throw this.cursor.failAt(`non executable command in pipeline stage ${index + 1}`, command.pos);
      }
    }
  }

  private command(): CommandNode {
    const pos = this.cursor.peekNonSpace().start;
    const args: OperandNode[] = [];
    for (;;) {
      this.cursor.peekNonSpace();
      const operand = this.operand();
      if (operand !== undefined) args.push(operand);
      const token = this.cursor.next();
      if (token.kind === "space") continue;
      if (token.kind === "rightDelim" || token.kind === "rightParen") this.cursor.back();
      else if (token.kind !== "pipe") throw this.cursor.unexpected(token, "operand");
      break;
    }
    const [first, ...others] = args;
    if (first === undefined) throw this.cursor.fail("empty command", this.cursor.last());
    return { kind: "command", pos, args: [first, ...others] };
  }

  /** A term and the fields behind it. */
  private operand(): OperandNode | undefined {
    const term = this.term();
    if (term === undefined || this.cursor.peek().kind !== "field") return term;
    const pos = this.cursor.peek().start;
    const names: GoString[] = [];
    while (this.cursor.peek().kind === "field") names.push(this.cursor.next().value.slice(1));
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
        throw this.cursor.failAt(`unexpected . after term ${toText(quote(printNode(term)))}`, pos);
      default:
        return { kind: "chain", pos, operand: term, names };
    }
  }

  private term(): OperandNode | undefined {
    const token = this.cursor.nextNonSpace();
    const pos = token.start;
    switch (token.kind) {
      case "identifier":
        if (!this.hasFunction(token.value)) {
          throw this.cursor.fail(`function ${toText(quote(token.value))} not defined`, token);
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
        return this.cursor.nested(token, () => this.pipeline("parenthesized pipeline", "rightParen"));
      case "string":
      case "rawString":
        return { kind: "string", pos, source: token.value, value: this.cursor.unquoted(token) };
    }
    if (token.kind === "keyword" && token.value === "nil") return { kind: "nil", pos };
    this.cursor.back();
    return undefined;
  }

  private usedVariable(token: Token): OperandNode {
    if (!this.scope.includes(token.value)) {
      throw this.cursor.fail(`undefined variable ${toText(quote(token.value))}`, token);
    }
    return { kind: "variable", pos: token.start, name: token.value, fields: [] };
  }

  private number(token: Token, kind: "charConstant" | "complex" | "number"): OperandNode {
    const readings = readNumber(token.value, kind);
    if (readings === undefined) throw this.cursor.fail(`illegal number syntax: ${toText(quote(token.value))}`, token);
    return { kind: "number", pos: token.start, source: token.value, ...readings };
  }
}
