import { type Code, call, spread } from "../emit/code.ts";
import { foldCode } from "../emit/fold-code.ts";
import { fromText, type GoString, toText } from "../werf/gotemplate/go-string.ts";
import type { ActionNode, BranchNode, CommandNode, PipeNode, TemplateNode } from "../werf/gotemplate/node.ts";
import type { TemplateProbe } from "../werf/gotemplate/probe.ts";
import { type Caller, type RenderScope, templateOf } from "../werf/gotemplate/rendering.ts";
import { commonBody } from "./common-body.ts";
import type { FunctionTable } from "./function-table.ts";
import type { HoleTable } from "./hole-table.ts";
import { isDependent } from "./is-dependent.ts";
import type { LoopTable } from "./loop-table.ts";
import type { CodeMeaning, Meaning } from "./meaning.ts";
import type { PartsCall } from "./parts-call.ts";
import { readFragment, type TemplateFragment } from "./template-fragment.ts";
import type { Translator } from "./translator.ts";
import { truth } from "./truth.ts";

/** What is asked of one execution of the templates. */
export interface SymbolicRun {
  /** Actions whose text stays as it is, by their {@link placeOf}; `all`: the text is rendered as ever. */
  readonly plain: ReadonlySet<string> | "all";
  /** Which way conditions go, by their {@link conditionKey}; `asIs`: as their values have it, and nobody is to decide. */
  readonly decisions: ReadonlyMap<string, boolean | "asIs">;
}

/** What the words of one execution stand for, and how it is found out. */
export interface SymbolicTables {
  readonly table: HoleTable;
  readonly translator: Translator;
  readonly loops: LoopTable;
  readonly functions: FunctionTable;
}

/** What was seen during it. */
export interface SymbolicFindings {
  /** The {@link placeOf} of the action that each word was put in place of. */
  readonly replaced: ReadonlyMap<string, string>;
  /** Conditions that depend on something and that nobody has decided yet, in the order in which they came up. */
  readonly open: readonly CodeMeaning[];
  /** What depends on something and is not translated. */
  readonly frozen: readonly FrozenStatement[];
  /** What the functions that were called return, by the template. */
  readonly bodies: ReadonlyMap<GoString, TemplateFragment>;
  /** Calls of functions that return a section of an image, or an image. */
  readonly parts: readonly PartsCall[];
}

/** A statement of a template whose outcome is that of the import. */
export interface FrozenStatement {
  readonly statement: ActionNode | BranchNode<"if"> | BranchNode<"with"> | BranchNode<"range">;
  readonly scope: RenderScope;
  /** What came of it: a text, or which way it went. */
  readonly outcome: string;
}

/** An action, whichever time its file was parsed. */
export function placeOf(node: ActionNode | TemplateNode, scope: RenderScope): string {
  return `${templateOf(scope).tree.file}:${node.pos}`;
}

/** Conditions that are written the same way are one. */
export function conditionKey(condition: CodeMeaning): string {
  return JSON.stringify(condition.code);
}

/** Puts words into the text in place of what depends on something, and takes conditions the way it is told to. */
export function createSymbolicProbe(
  run: SymbolicRun,
  { table, translator, loops, functions }: SymbolicTables,
): { readonly probe: TemplateProbe; readonly findings: SymbolicFindings } {
  const replaced = new Map<string, string>();
  const open: CodeMeaning[] = [];
  const frozen: FrozenStatement[] = [];
  const parts: PartsCall[] = [];
  const bodies = new Map<GoString, TemplateFragment>();

  const freeze = (statement: FrozenStatement["statement"], scope: RenderScope, outcome: string) => {
    if (isDependent(statement.pipe, statement, scope, translator)) frozen.push({ statement, scope, outcome });
  };

  /** A template as a function: in its place stands a word for the call. Undefined where that cannot be. */
  const start = functions.version();
  const callFunction = (text: GoString, node: ActionNode | TemplateNode, scope: RenderScope): GoString | undefined => {
    const called = writtenTemplate(node);
    if (called === undefined || run.plain === "all" || !isWritten(scope) || !functions.isFunction(called))
      return undefined;
    if (run.plain.has(placeOf(node, scope))) functions.refuseFragment(called);
    const data = translator.argumentOf({ node, scope }, called);
    const code = data && functions.callOf(called, data);
    const rounds = code && loops.roundsOf(code, scope);
    if (code !== undefined && rounds !== undefined && !functions.isFragment(called)) {
      parts.push({ template: called, node, scope, code, loops: rounds });
      return undefined;
    }
    const read = rounds && readFragment(text, table.toCode, functions.kindOf(called));
    const fragment = read && withKnown(called, read);
    if (code === undefined || rounds === undefined || fragment === undefined) {
      // Where parameters have turned up meanwhile, what was executed before them knows nothing of them.
      if (functions.version() === start) functions.refuseFragment(called);
      return undefined;
    }
    bodies.set(called, fragment);
    functions.setKind(called, fragment.kind);
    const value = table.toText(toText(text.trim()));
    const word = table.wordFor({
      kind: "hole",
      code: fragment.kind === "text" ? code : spread(code),
      loops: rounds,
      value,
    });
    replaced.set(word, placeOf(node, scope));
    return fragment.standIn(word);
  };

  /** With what earlier calls have shown of it. */
  const withKnown = (called: GoString, fragment: TemplateFragment): TemplateFragment | undefined => {
    const known = bodies.get(called);
    const own = foldCode(fragment.body);
    const body = known === undefined ? own : known.kind === fragment.kind ? commonBody(known.body, own) : undefined;
    return body && { ...fragment, body };
  };

  /** What is neither written as it is nor left alone has no parameters in it. */
  const inlineAround = (scope: RenderScope): void => {
    const { tree, caller } = templateOf(scope);
    if (caller === undefined) return;
    functions.inline(tree.name);
    if (writtenTemplate(caller.node) !== undefined) inlineAround(caller.scope);
  };

  const probe: TemplateProbe = {
    plainText: table.toText,
    print(text, node, scope) {
      const called = callFunction(text, node, scope);
      if (called !== undefined) return called;
      if (node.kind === "template") return text;
      // The text of a condition or of a variable, or one that a function changes: a word in it would be taken for a value.
      if (!isWritten(scope)) {
        inlineAround(scope);
        return text;
      }
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
      if (!isWritten(scope)) inlineAround(scope);
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
  return { probe, findings: { replaced, open, frozen, bodies, parts } };
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
  return writtenTemplate(caller.node) !== undefined && isWritten(caller.scope);
}

/** The template whose text a statement prints as it is. */
function writtenTemplate(node: Caller["node"]): GoString | undefined {
  if (node.kind === "template") return node.name;
  if (node.kind !== "action" || node.pipe.variables.length > 0) return undefined;
  const { commands } = node.pipe;
  const at = commands.findIndex((command) => isCallOf(command.args[0], "include"));
  const isSafe = ({ args: [callee] }: CommandNode) => callee.kind === "identifier" && transparent.has(callee.name);
  const called = commands[at]?.args[1];
  return called?.kind === "string" && commands.slice(at + 1).every(isSafe) ? called.value : undefined;
}

function isCallOf(operand: { readonly kind: string; readonly name?: unknown }, name: string): boolean {
  return operand.kind === "identifier" && operand.name === name;
}

/** What such an action prints is seen where it is made: in the template that it calls. */
function callsTemplate(pipe: PipeNode): boolean {
  return pipe.commands.some((command) => isCallOf(command.args[0], "include") || isCallOf(command.args[0], "tpl"));
}
