import { type Code, call } from "../emit/code.ts";
import { fromText, toText } from "../werf/gotemplate/go-string.ts";
import type { ActionNode, BranchNode, PipeNode } from "../werf/gotemplate/node.ts";
import type { TemplateProbe } from "../werf/gotemplate/probe.ts";
import { type RenderScope, templateOf } from "../werf/gotemplate/rendering.ts";
import type { HoleTable } from "./hole-table.ts";
import { isDependent } from "./is-dependent.ts";
import type { LoopTable } from "./loop-table.ts";
import type { CodeMeaning, Meaning } from "./meaning.ts";
import type { Translator } from "./translator.ts";
import { truth } from "./truth.ts";

/** What is asked of one execution of the templates. */
export interface SymbolicRun {
  /** Actions whose text stays as it is, by their {@link placeOf}; `all`: the text is rendered as ever. */
  readonly plain: ReadonlySet<string> | "all";
  /** Which way conditions go, by their {@link conditionKey}; `asIs`: as their values have it, and nobody is to decide. */
  readonly decisions: ReadonlyMap<string, boolean | "asIs">;
}

/** What was seen during it. */
export interface SymbolicFindings {
  /** The {@link placeOf} of the action that each word was put in place of. */
  readonly replaced: ReadonlyMap<string, string>;
  /** Conditions that depend on something and that nobody has decided yet, in the order in which they came up. */
  readonly open: readonly CodeMeaning[];
  /** What depends on something and is not translated. */
  readonly frozen: readonly FrozenStatement[];
}

/** A statement of a template whose outcome is that of the import. */
export interface FrozenStatement {
  readonly statement: ActionNode | BranchNode<"if"> | BranchNode<"with"> | BranchNode<"range">;
  readonly scope: RenderScope;
  /** What came of it: a text, or which way it went. */
  readonly outcome: string;
}

/** An action, whichever time its file was parsed. */
export function placeOf(node: ActionNode, scope: RenderScope): string {
  return `${templateOf(scope).tree.file}:${node.pos}`;
}

/** Conditions that are written the same way are one. */
export function conditionKey(condition: CodeMeaning): string {
  return JSON.stringify(condition.code);
}

/** Puts words into the text in place of what depends on something, and takes conditions the way it is told to. */
export function createSymbolicProbe(
  run: SymbolicRun,
  table: HoleTable,
  translator: Translator,
  loops: LoopTable,
): { readonly probe: TemplateProbe; readonly findings: SymbolicFindings } {
  const replaced = new Map<string, string>();
  const open: CodeMeaning[] = [];
  const frozen: FrozenStatement[] = [];

  const freeze = (statement: FrozenStatement["statement"], scope: RenderScope, outcome: string) => {
    if (isDependent(statement.pipe, statement, scope, translator)) frozen.push({ statement, scope, outcome });
  };

  const probe: TemplateProbe = {
    print(text, node, scope) {
      // The text of a condition or of a variable, or one that a function changes: a word in it would be taken for a value.
      if (!isWritten(scope)) return text;
      const [meaning, quote] = withoutQuotes(node.pipe, node, scope, translator);
      const code = asText(meaning);
      if (code === undefined || meaning?.kind !== "code") {
        if (!callsTemplate(node.pipe)) freeze(node, scope, toText(text));
        return text;
      }
      if (meaning.isConstant) return text;
      if (run.plain === "all" || run.plain.has(placeOf(node, scope))) {
        freeze(node, scope, toText(text));
        return text;
      }
      const value = quote === "" ? toText(text) : unquote(toText(text));
      const rounds = loops.roundsOf(code, scope);
      if (value === undefined || value.includes("\n") || rounds === undefined) {
        freeze(node, scope, toText(text));
        return text;
      }
      const word = table.wordFor({ kind: "hole", code, loops: rounds, value });
      replaced.set(word, placeOf(node, scope));
      return fromText(quote + word + quote);
    },
    decide(isTrue, node, scope) {
      const meaning = translator.meaningOf(node.pipe, node, scope);
      const condition = meaning && truth(meaning);
      if (condition === undefined || loops.roundsOf(condition.code, scope)?.length !== 0) {
        if (condition?.isConstant !== true) freeze(node, scope, isTrue ? "true" : "false");
        return isTrue;
      }
      if (condition.isConstant) return isTrue;
      const decided = run.decisions.get(conditionKey(condition));
      if (decided === undefined) open.push(condition);
      if (decided === "asIs") freeze(node, scope, isTrue ? "true" : "false");
      return typeof decided === "boolean" ? decided : isTrue;
    },
  };
  return { probe, findings: { replaced, open, frozen } };
}

/** A word is text: other values are made one. */
function asText(meaning: Meaning | undefined): Code | undefined {
  if (meaning?.kind !== "code" || meaning.type === "strings") return undefined;
  return meaning.type === "string" ? meaning.code : call("String", meaning.code);
}

/** `X | quote` is X in quotes, which YAML takes off again. */
function withoutQuotes(
  pipe: PipeNode,
  node: ActionNode,
  scope: RenderScope,
  translator: Translator,
): readonly [Meaning | undefined, string] {
  const last = pipe.commands.at(-1);
  const [callee] = last?.args ?? [];
  const isQuote = pipe.commands.length > 1 && last?.args.length === 1 && callee?.kind === "identifier";
  const quote = isQuote && callee.name === "quote" ? '"' : isQuote && callee.name === "squote" ? "'" : "";
  if (quote === "") return [translator.meaningOf(pipe, node, scope), ""];
  return [translator.meaningOf({ ...pipe, commands: pipe.commands.slice(0, -1) }, node, scope), quote];
}

function unquote(text: string): string | undefined {
  if (text.startsWith("'")) return text.slice(1, -1);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Functions that leave the words of a text alone. */
const transparent: ReadonlySet<string> = new Set(["indent", "nindent", "trim"]);

/** Whether what is printed here gets into the text as it is, by way of all the templates that were called for it. */
function isWritten(scope: RenderScope): boolean {
  const { caller } = templateOf(scope);
  if (caller === undefined) return true;
  if (caller.node.kind !== "template") {
    if (caller.node.kind !== "action" || caller.node.pipe.variables.length > 0) return false;
    const after = caller.node.pipe.commands.slice(1);
    const calls = caller.node.pipe.commands.findIndex((command) => isCallOf(command.args[0], "include"));
    const rest = calls > 0 ? caller.node.pipe.commands.slice(calls + 1) : after;
    const isSafe = rest.every(({ args: [callee] }) => callee.kind === "identifier" && transparent.has(callee.name));
    if (calls < 0 || !isSafe) return false;
  }
  return isWritten(caller.scope);
}

function isCallOf(operand: { readonly kind: string; readonly name?: unknown }, name: string): boolean {
  return operand.kind === "identifier" && operand.name === name;
}

/** What such an action prints is seen where it is made: in the template that it calls. */
function callsTemplate(pipe: PipeNode): boolean {
  return pipe.commands.some((command) => isCallOf(command.args[0], "include") || isCallOf(command.args[0], "tpl"));
}
