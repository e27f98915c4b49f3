import { type Code, call } from "../emit/code.ts";
import { fromText, toText } from "../werf/gotemplate/go-string.ts";
import type { ActionNode, BranchNode, PipeNode } from "../werf/gotemplate/node.ts";
import type { TemplateProbe } from "../werf/gotemplate/probe.ts";
import type { RenderScope } from "../werf/gotemplate/rendering.ts";
import { createFunctionCalls, type FunctionFindings } from "./function-calls.ts";
import { isDependent } from "./is-dependent.ts";
import type { CodeMeaning, Meaning } from "./meaning.ts";
import { placeOf, type SymbolicRun, type SymbolicTables } from "./symbolic-run.ts";
import type { Translator } from "./translator.ts";
import { truth } from "./truth.ts";
import { isCallOf, isWritten } from "./written-template.ts";
import { flagOf, isFlagText, respelled } from "./yaml-flag.ts";

/** What was seen during it. */
export interface SymbolicFindings extends FunctionFindings {
  /** The {@link placeOf} of the actions that each word was put in place of. */
  readonly replaced: ReadonlyMap<string, ReadonlySet<string>>;
  /** Conditions that depend on something and that nobody has decided yet, in the order in which they came up. */
  readonly open: readonly OpenCondition[];
  /** What depends on something and is not translated. */
  readonly frozen: readonly FrozenStatement[];
}

/** A condition that is to be decided. */
export interface OpenCondition {
  readonly code: Code;
  /** By which it is known among the decisions. */
  readonly key: string;
  /** The action that prints true or false, where it is one. */
  readonly flag?: string;
}

/** A statement of a template whose outcome is that of the import. */
export interface FrozenStatement {
  readonly statement: ActionNode | BranchNode<"if"> | BranchNode<"with"> | BranchNode<"range">;
  readonly scope: RenderScope;
  /** What came of it: a text, or which way it went. */
  readonly outcome: string;
}

/** Conditions that are written the same way are one. */
function conditionKey(condition: CodeMeaning): string {
  return JSON.stringify(condition.code);
}

/** Puts words into the text in place of what depends on something, and takes conditions the way it is told to. */
export function createSymbolicProbe(
  run: SymbolicRun,
  { table, translator, loops, functions }: SymbolicTables,
): { readonly probe: TemplateProbe; readonly findings: SymbolicFindings } {
  const replaced = new Map<string, Set<string>>();
  const replace = (word: string, place: string) => replaced.set(word, (replaced.get(word) ?? new Set()).add(place));
  const open: OpenCondition[] = [];
  const frozen: FrozenStatement[] = [];

  const freeze = (statement: FrozenStatement["statement"], scope: RenderScope, outcome: string) => {
    if (isDependent(statement.pipe, statement, scope, translator)) frozen.push({ statement, scope, outcome });
  };

  /** Where YAML may want true or false: a condition of this place, and what it is once it is decided. */
  const readFlag = (meaning: CodeMeaning, text: Code, node: ActionNode, scope: RenderScope) => {
    const place = placeOf(node, scope);
    const key = `flag ${place}`;
    const decided = run.decisions.get(key);
    if (decided === "asIs" || loops.roundsOf(text, scope)?.length !== 0) return undefined;
    const condition: OpenCondition = {
      code: meaning.type === "boolean" ? meaning.code : flagOf(text),
      key,
      flag: place,
    };
    return { condition, ...(decided === undefined ? {} : { text: fromText(String(decided)) }) };
  };

  const calls = createFunctionCalls(run, { table, translator, loops, functions });
  const probe: TemplateProbe = {
    plainText: table.toText,
    print(text, node, scope) {
      const taken = calls.take(text, node, scope);
      if (taken !== undefined) {
        replace(taken.word, placeOf(node, scope));
        return taken.text;
      }
      if (node.kind === "template") return text;
      // The text of a condition or of a variable, or one that a function changes: a word in it would be taken for a value.
      if (!isWritten(scope)) {
        calls.giveUpAround(scope);
        return text;
      }
      // What a template was not called with is an empty text in TypeScript, and these words in Go.
      if (text === "<no value>") calls.giveUpAround(scope);
      const [meaning, quote] = withoutQuotes(node.pipe, node, scope, translator);
      const code = asText(meaning);
      if (code === undefined || meaning?.kind !== "code") {
        if (!callsTemplate(node.pipe)) freeze(node, scope, toText(text));
        return text;
      }
      if (meaning.isConstant) return text;
      const flag = quote === "" ? readFlag(meaning, code, node, scope) : undefined;
      if (flag?.text !== undefined) return flag.text;
      if (run.plain === "all" || run.plain.has(placeOf(node, scope))) {
        const isFlag = flag !== undefined && run.plain !== "all" && isFlagText(toText(text));
        if (isFlag && run.flags.get(placeOf(node, scope)) !== false) open.push(flag.condition);
        else freeze(node, scope, toText(text));
        return run.respelled === placeOf(node, scope) ? fromText(respelled(toText(text))) : text;
      }
      const value = quote === "" ? toText(text) : unquote(toText(text));
      const rounds = loops.roundsOf(code, scope);
      if (value === undefined || value.includes("\n") || rounds === undefined) {
        freeze(node, scope, toText(text));
        return text;
      }
      const word = table.wordFor({ kind: "hole", code, loops: rounds, value });
      replace(word, placeOf(node, scope));
      return fromText(quote + word + quote);
    },
    decide(isTrue, node, scope) {
      if (!isWritten(scope)) calls.giveUpAround(scope);
      const meaning = translator.meaningOf(node.pipe, node, scope);
      const condition = meaning && truth(meaning);
      if (condition === undefined || loops.roundsOf(condition.code, scope)?.length !== 0) {
        if (condition?.isConstant !== true) freeze(node, scope, isTrue ? "true" : "false");
        return isTrue;
      }
      if (condition.isConstant) return isTrue;
      const key = conditionKey(condition);
      const decided = run.decisions.get(key);
      if (decided === undefined) open.push({ code: condition.code, key });
      if (decided === "asIs") freeze(node, scope, isTrue ? "true" : "false");
      return typeof decided === "boolean" ? decided : isTrue;
    },
  };
  return { probe, findings: { replaced, open, frozen, ...calls.findings } };
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

/** What such an action prints is seen where it is made: in the template that it calls. */
function callsTemplate(pipe: PipeNode): boolean {
  return pipe.commands.some((command) => isCallOf(command.args[0], "include") || isCallOf(command.args[0], "tpl"));
}
