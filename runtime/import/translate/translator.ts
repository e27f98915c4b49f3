import { type Code, call, literal, method, name } from "../emit/code.ts";
import { envVariable } from "../werf/asks-for-env.ts";
import { type GoString, toText } from "../werf/gotemplate/go-string.ts";
import type {
  BranchNode,
  CommandNode,
  OperandNode,
  PipeNode,
  StatementNode,
  TemplateTree,
} from "../werf/gotemplate/node.ts";
import { type Caller, type RenderScope, type TemplateScope, templateOf } from "../werf/gotemplate/rendering.ts";
import { type TranslateOptions, translators } from "./functions.ts";
import { constant, dynamic, generalize, type Meaning } from "./meaning.ts";
import { type BoundPipe, type DotBinding, type StaticContext, staticContexts } from "./static-context.ts";

/** Names for what templates name, unique in the emitted file. */
export interface TranslatorNames {
  /** Of an element or key of a range. */
  loopVariable(range: BranchNode<"range">, which: "element" | "key"): string;
  /** Of a variable that is worth a constant of the file; undefined where it is not. */
  constant(pipe: PipeNode, variable: string, code: Code): string | undefined;
}

/** What templates that become functions know of what they were called with. */
export interface TranslatorFunctions {
  /** Whether a template is a function: each is one until it turns out that it cannot be. */
  isFunction(template: GoString): boolean;
  /** The data of a template in terms of its parameters, or as it is where the template is no function. */
  inside(tree: TemplateTree, data: Meaning): Meaning;
}

/** Translates expressions of templates, in the place where they were executed. */
export interface Translator {
  /** What a pipeline is in TypeScript; undefined where it is nothing that is known. */
  meaningOf(pipe: PipeNode, statement: StatementNode, scope: RenderScope): Meaning | undefined;
  /** What a template is called with, by what is executed there. */
  argumentOf(caller: Caller, template: GoString): Meaning | undefined;
  /** The pipeline that a variable has its value from. */
  bindingOf(variable: GoString, statement: StatementNode, scope: RenderScope): PipeNode | undefined;
}

export function createTranslator(
  names: TranslatorNames,
  options: TranslateOptions,
  functions: TranslatorFunctions,
): Translator {
  const contexts = new Map<TemplateTree, ReadonlyMap<StatementNode, StaticContext>>();
  const contextOf = (tree: TemplateTree, statement: StatementNode): StaticContext | undefined => {
    const known = contexts.get(tree) ?? staticContexts(tree);
    contexts.set(tree, known);
    return known.get(statement);
  };

  function pipeline(pipe: PipeNode, at: Place): Meaning | undefined {
    return commands(pipe.commands, at);
  }

  function commands(all: readonly CommandNode[], at: Place): Meaning | undefined {
    let piped: Meaning | undefined;
    for (const [index, command] of all.entries()) {
      piped = evaluate(command, index === 0 ? [] : [piped], at);
      if (piped === undefined) return undefined;
    }
    return piped;
  }

  function evaluate(command: CommandNode, piped: readonly (Meaning | undefined)[], at: Place): Meaning | undefined {
    const [first, ...others] = command.args;
    const args = [...others.map((arg) => operand(arg, at)), ...piped];
    const known = args.filter((arg) => arg !== undefined);
    if (known.length < args.length) return undefined;
    if (first.kind === "identifier") return translators.get(toText(first.name))?.(known, options);
    if (first.kind === "field" || first.kind === "variable" || first.kind === "chain") return members(first, known, at);
    return known.length === 0 ? operand(first, at) : undefined;
  }

  function operand(node: OperandNode, at: Place): Meaning | undefined {
    switch (node.kind) {
      case "string":
        return constant(toText(node.value));
      case "bool":
        return constant(node.value);
      case "number":
        return node.int === undefined ? undefined : constant(Number(node.int));
      case "pipe":
        return pipeline(node, at);
      case "identifier":
        return translators.get(toText(node.name))?.([], options);
      case "dot":
        return bound(at.context.dot, at);
      case "field":
      case "variable":
      case "chain":
        return members(node, [], at);
      case "nil":
        return undefined;
    }
  }

  /** `.a.b`, `$x.a` or `(pipe).a`, the last of which may be a method. */
  function members(
    node: Extract<OperandNode, { readonly kind: "field" | "variable" | "chain" }>,
    args: readonly Meaning[],
    at: Place,
  ): Meaning | undefined {
    const path = (node.kind === "variable" ? node.fields : node.names).map(toText);
    let value = receiver(node, at);
    for (const [index, property] of path.entries()) {
      value = value && memberOf(value, property, index === path.length - 1 ? args : []);
    }
    return value;
  }

  function receiver(
    node: Extract<OperandNode, { readonly kind: "field" | "variable" | "chain" }>,
    at: Place,
  ): Meaning | undefined {
    if (node.kind === "field") return bound(at.context.dot, at);
    if (node.kind === "chain") return operand(node.operand, at);
    const binding = at.context.variables.get(node.name);
    if (binding === undefined || binding.kind === "changing") return undefined;
    if (binding.kind === "key") return loopKey(binding.range, at);
    if (binding.kind === "pipe") return hoisted(binding, node.name, at);
    return bound(binding, at);
  }

  /** A variable of the configuration itself that depends on something becomes a constant of the file. */
  function hoisted(binding: BoundPipe, variable: GoString, at: Place): Meaning | undefined {
    const value = bound(binding, at);
    if (value?.kind !== "code" || value.isConstant || !binding.isPlain || at.template.caller !== undefined)
      return value;
    const constantName = names.constant(binding.pipe, toText(variable).slice(1), value.code);
    return constantName === undefined ? value : { ...value, code: name(constantName) };
  }

  function bound(binding: DotBinding, at: Place): Meaning | undefined {
    switch (binding.kind) {
      case "data":
        return dataOf(at.template);
      case "element":
        return loopElement(binding.range, at);
      case "pipe":
        return pipeline(binding.pipe, { ...at, context: binding.context });
    }
  }

  /** What a template was called with. */
  function dataOf({ caller, tree }: TemplateScope): Meaning | undefined {
    if (caller === undefined) return { kind: "root" };
    const data = argumentOf(caller, tree.name);
    return data && functions.inside(tree, data);
  }

  function argumentOf({ node, scope }: Caller, called: GoString): Meaning | undefined {
    const template = templateOf(scope);
    const context = contextOf(template.tree, node);
    if (context === undefined) return undefined;
    const at: Place = { context, template };
    if (node.kind !== "template") return includedWith(node.pipe, called, at);
    return node.pipe === undefined ? { kind: "dict", entries: new Map() } : pipeline(node.pipe, at);
  }

  /** The data of the one call of `include` in a pipeline that names a template. */
  function includedWith(pipe: PipeNode, template: GoString, at: Place): Meaning | undefined {
    const calls = pipe.commands.flatMap((command, index) => {
      const [callee, called, data] = command.args;
      const isCall = callee.kind === "identifier" && callee.name === "include";
      return isCall && called?.kind === "string" && called.value === template ? [{ data, index }] : [];
    });
    const [only] = calls;
    if (only === undefined || calls.length > 1) return undefined;
    return only.data === undefined ? commands(pipe.commands.slice(0, only.index), at) : operand(only.data, at);
  }

  function loopElement(range: BranchNode<"range">, at: Place): Meaning | undefined {
    const standIn = name(names.loopVariable(range, "element"));
    const over = rangeOf(range, at);
    if (over?.kind === "list") return generalize(over.items, standIn);
    if (over?.kind === "dict") return generalize([...over.entries.values()], standIn);
    if (over?.kind === "code" && over.type === "strings") return dynamic("string", standIn);
    if (over?.kind === "files") {
      return dynamic("string", method(name("files"), "get", name(names.loopVariable(range, "key"))));
    }
    return undefined;
  }

  function loopKey(range: BranchNode<"range">, at: Place): Meaning | undefined {
    const over = rangeOf(range, at);
    const standIn = name(names.loopVariable(range, "key"));
    if (over?.kind === "dict" || over?.kind === "files") return dynamic("string", standIn);
    return over === undefined ? undefined : dynamic("number", standIn);
  }

  function rangeOf(range: BranchNode<"range">, at: Place): Meaning | undefined {
    const context = contextOf(at.template.tree, range);
    return context && pipeline(range.pipe, { ...at, context });
  }

  return {
    argumentOf,
    meaningOf(pipe, statement, scope) {
      const template = templateOf(scope);
      const context = contextOf(template.tree, statement);
      return context && pipeline(pipe, { context, template });
    },
    bindingOf(variable, statement, scope) {
      const binding = contextOf(templateOf(scope).tree, statement)?.variables.get(variable);
      if (binding?.kind === "pipe") return binding.pipe;
      return binding?.kind === "key" || binding?.kind === "element" ? binding.range.pipe : undefined;
    },
  };
}

/** Where an expression stands. */
interface Place {
  readonly context: StaticContext;
  readonly template: TemplateScope;
}

function memberOf(value: Meaning, property: string, args: readonly Meaning[]): Meaning | undefined {
  if (value.kind === "dict" && args.length === 0) return value.isOpen ? undefined : value.entries.get(property);
  if (value.kind === "root" && property === "Files") return { kind: "root-files" };
  if (value.kind === "root" && property === "Env") {
    return dynamic("string", call("env", literal(envVariable), literal("")));
  }
  const [path] = args;
  if (value.kind !== "root-files" || args.length !== 1 || path?.kind !== "code" || path.type !== "string")
    return undefined;
  switch (property) {
    case "Get":
      return dynamic("string", method(name("files"), "get", path.code));
    case "Exists":
      return dynamic("boolean", method(name("files"), "exists", path.code));
    case "Glob":
      return { kind: "files", paths: method(name("files"), "glob", path.code) };
    default:
      return undefined;
  }
}
