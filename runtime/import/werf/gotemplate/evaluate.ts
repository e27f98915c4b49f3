import type { BuilderError } from "../../../../sdk/errors/builder-error.ts";
import { executionError } from "./errors.ts";
import type { CallContext, FunctionMap, GoFunction } from "./function.ts";
import { type GoString, toText } from "./go-string.ts";
import { invoke } from "./invoke.ts";
import type { CommandNode, NumberNode, OperandNode, PipeNode, TemplateNode, TemplateTree } from "./node.ts";
import { placeAt } from "./position.ts";
import { printNode } from "./print-node.ts";
import { timeMethod } from "./time/time-methods.ts";
import * as types from "./type.ts";
import type { Value } from "./value.ts";
import * as values from "./value.ts";

type Evaluated = OperandNode | CommandNode | TemplateNode;

interface Variable {
  readonly name: GoString;
  value: Value;
}

/**
 * Evaluates the expressions of one execution of one template, by the rules of Go's text/template: what a name means,
 * which kinds fit which parameters, and where the absence of a value is allowed.
 */
export class Evaluator {
  readonly tree: TemplateTree;
  private readonly functions: FunctionMap;
  private readonly context: CallContext;
  private readonly variables: Variable[];
  /** What is being evaluated, for error messages. */
  private node: Evaluated | undefined;

  constructor(tree: TemplateTree, data: Value, functions: FunctionMap, context: CallContext) {
    this.tree = tree;
    this.functions = functions;
    this.context = context;
    this.variables = [{ name: "$", value: data }];
  }

  /** Remembers where the evaluation is and counts the step. */
  visit(node: Evaluated): void {
    this.node = node;
    this.context.meter.step();
  }

  /** The error that stops the template here. */
  fail(reason: string): BuilderError {
    return executionError(reason, this.action(), this.place());
  }

  place() {
    return placeAt(this.tree.file, this.tree.text, this.node?.pos ?? this.tree.root.pos);
  }

  private action(): string {
    const source = this.node === undefined ? "" : toText(printNode(this.node));
    return source.length > 60 ? `${source.slice(0, 60)}…` : source;
  }

  // Variables

  /** How many variables there are: {@link release} forgets those that were declared since. */
  mark(): number {
    return this.variables.length;
  }

  release(mark: number): void {
    this.variables.length = mark;
  }

  assign(name: GoString, value: Value): void {
    const variable = this.variables.findLast((candidate) => candidate.name === name);
    if (variable === undefined) throw this.fail(`undefined variable: ${toText(name)}`);
    variable.value = value;
  }

  /** Sets the variable that was declared last, or the one before it and so on: Go sets those of a range by position. */
  assignDeclared(back: number, value: Value): void {
    const variable = this.variables.at(-back);
    if (variable !== undefined) variable.value = value;
  }

  private lookup(name: GoString): Value {
    const variable = this.variables.findLast((candidate) => candidate.name === name);
    if (variable === undefined) throw this.fail(`undefined variable: ${toText(name)}`);
    return variable.value;
  }

  // Pipelines and commands

  /** The value of a pipeline; the variables that it declares stay until they are released. */
  pipeline(dot: Value, pipe: PipeNode): Value {
    this.visit(pipe);
    let value: Value | undefined;
    for (const command of pipe.commands) {
      const result = this.command(dot, command, value);
      // An interface that holds nothing is no value at all from here on.
      value = result.tag === "nil" ? values.INVALID : result;
    }
    const result = value ?? values.INVALID;
    for (const { name } of pipe.variables) {
      if (pipe.isAssign) this.assign(name, result);
      else this.variables.push({ name, value: result });
    }
    return result;
  }

  private command(dot: Value, command: CommandNode, final: Value | undefined): Value {
    const [first, ...args] = command.args;
    switch (first.kind) {
      case "field":
        this.visit(first);
        return this.fields(dot, dot, first, first.names, args, final);
      case "chain":
        return this.chain(dot, first, args, final);
      case "identifier":
        this.visit(first);
        return this.call(dot, this.findFunction(first.name), first.name, command, args, final);
      case "pipe":
        this.refuseArguments(first, args, final);
        return this.pipeline(dot, first);
      case "variable":
        return this.variable(dot, first, args, final);
    }
    this.visit(first);
    this.refuseArguments(first, args, final);
    if (first.kind === "dot") return dot;
    if (first.kind === "nil") throw this.fail("nil is not a command");
    return this.constant(first);
  }

  private refuseArguments(first: OperandNode, args: readonly OperandNode[], final: Value | undefined): void {
    if (args.length === 0 && final === undefined) return;
    throw this.fail(`can't give argument to non-function ${toText(printNode(first))}`);
  }

  private constant(
    node: Exclude<OperandNode, { kind: "pipe" | "dot" | "nil" | "field" | "chain" | "variable" | "identifier" }>,
  ): Value {
    if (node.kind === "bool") return values.bool(node.value);
    return node.kind === "string" ? values.string(node.value) : this.idealNumber(node);
  }

  /** A number where nothing says which kind is wanted: its spelling decides. */
  private idealNumber(node: NumberNode): Value {
    if (node.complex !== undefined) return values.complex(node.complex.re, node.complex.im);
    const isHexInt = /^0[xX]/.test(node.source) && !/[pP]/.test(node.source);
    const isFloat = /[.eEpP]/.test(node.source) && !isHexInt && !node.source.startsWith("'");
    if (node.float !== undefined && isFloat) return values.float(node.float);
    if (node.int === undefined) throw this.fail(`${toText(node.source)} overflows int`);
    return values.int(node.int);
  }

  private variable(
    dot: Value,
    node: Extract<OperandNode, { kind: "variable" }>,
    args: readonly OperandNode[],
    final: Value | undefined,
  ): Value {
    this.visit(node);
    const value = this.lookup(node.name);
    if (node.fields.length > 0) return this.fields(dot, value, node, node.fields, args, final);
    this.refuseArguments(node, args, final);
    return value;
  }

  private chain(
    dot: Value,
    node: Extract<OperandNode, { kind: "chain" }>,
    args: readonly OperandNode[],
    final: Value | undefined,
  ): Value {
    this.visit(node);
    const operand = this.operand(dot, node.operand);
    return this.fields(dot, operand, node, node.names, args, final);
  }

  private operand(dot: Value, node: OperandNode): Value {
    switch (node.kind) {
      case "pipe":
        return this.pipeline(dot, node);
      case "identifier":
        this.visit(node);
        return this.call(dot, this.findFunction(node.name), node.name, node, [], undefined);
      case "field":
        this.visit(node);
        return this.fields(dot, dot, node, node.names, [], undefined);
      case "variable":
        return this.variable(dot, node, [], undefined);
      case "chain":
        return this.chain(dot, node, [], undefined);
      case "dot":
        this.visit(node);
        return dot;
      case "nil":
        this.visit(node);
        throw this.fail("nil is not a command");
      default:
        this.visit(node);
        return this.constant(node);
    }
  }

  // Fields and methods

  /** `.a.b.c` of a value; the last one gets the arguments, in case it is a method. */
  private fields(
    dot: Value,
    receiver: Value,
    node: Evaluated,
    names: readonly GoString[],
    args: readonly OperandNode[],
    final: Value | undefined,
  ): Value {
    const last = names.length - 1;
    let value = receiver;
    for (const [index, name] of names.entries()) {
      const isLast = index === last;
      value = this.field(dot, value, node, name, isLast ? args : [], isLast ? final : undefined);
    }
    return value;
  }

  private field(
    dot: Value,
    receiver: Value,
    node: Evaluated,
    name: GoString,
    args: readonly OperandNode[],
    final: Value | undefined,
  ): Value {
    if (receiver.tag === "invalid") return values.INVALID;
    const shown = toText(name);
    if (receiver.tag === "nil") throw this.fail(`nil pointer evaluating interface {}.${shown}`);
    const method = methodOf(receiver, name);
    if (method !== undefined) return this.call(dot, method, name, node, args, final);
    const hasArguments = args.length > 0 || final !== undefined;
    if (receiver.tag === "object") {
      const value = receiver.fields.get(name);
      if (value !== undefined && hasArguments)
        throw this.fail(`${shown} has arguments but cannot be invoked as function`);
      if (value !== undefined) return value;
    }
    if (receiver.tag === "map" && receiver.type.key?.kind !== "int") {
      if (hasArguments) throw this.fail(`${shown} is not a method but has arguments`);
      return values.getEntry(receiver, name) ?? values.INVALID;
    }
    throw this.fail(`can't evaluate field ${shown} in type ${values.typeOf(receiver)?.name}`);
  }

  // Functions

  private findFunction(name: GoString): GoFunction {
    const found = this.functions.get(name);
    if (found === undefined) throw this.fail(`"${toText(name)}" is not a defined function`);
    return found;
  }

  private call(
    dot: Value,
    callee: GoFunction,
    name: GoString,
    node: Evaluated,
    args: readonly OperandNode[],
    final: Value | undefined,
  ): Value {
    this.checkCount(callee, name, args.length, final);
    if (callee.shortCircuit !== undefined) return this.shortCircuit(dot, callee.shortCircuit, args, final);
    const argv = args.map((arg, index) => this.argument(dot, arg, parameterType(callee, index)));
    if (final !== undefined) argv.push(this.fit(final, parameterType(callee, args.length)));
    return invoke(callee, argv, this.context, () => {
      this.node = node;
      return { name: toText(name), action: this.action(), place: this.place() };
    });
  }

  private checkCount(callee: GoFunction, name: GoString, given: number, final: Value | undefined): void {
    const count = given + (final === undefined ? 0 : 1);
    const wanted = callee.params.length;
    if (callee.rest !== undefined && count < wanted) {
      throw this.fail(`wrong number of args for ${toText(name)}: want at least ${wanted} got ${count}`);
    }
    if (callee.rest === undefined && count !== wanted) {
      throw this.fail(`wrong number of args for ${toText(name)}: want ${wanted} got ${count}`);
    }
  }

  /** `and` and `or` do not evaluate what cannot matter any more. */
  private shortCircuit(dot: Value, kind: "and" | "or", args: readonly OperandNode[], final: Value | undefined): Value {
    let value: Value = values.INVALID;
    for (const arg of args) {
      value = this.argument(dot, arg, types.REFLECT_VALUE);
      if (values.isTrue(value) === (kind === "or")) return value;
    }
    return final ?? value;
  }

  /** The value of an argument for a parameter of a type; the type decides what a number may be. */
  private argument(dot: Value, node: OperandNode, type: types.GoType): Value {
    this.visit(node);
    switch (node.kind) {
      case "nil":
        if (types.canBeNil(type)) return values.zeroOf(type);
        throw this.fail(`cannot assign nil to ${type.name}`);
      case "bool":
      case "number":
      case "string":
        return this.typedConstant(node, type);
      default:
        return this.fit(this.operand(dot, node), type);
    }
  }

  private typedConstant(node: Extract<OperandNode, { kind: "bool" | "number" | "string" }>, type: types.GoType): Value {
    if (type.kind === "interface" || type === types.REFLECT_VALUE) return this.constant(node);
    if (type.kind === "string" && node.kind === "string") return values.string(node.value);
    if (type.kind === "bool" && node.kind === "bool") return values.bool(node.value);
    const number = node.kind === "number" ? typedNumber(node, type) : undefined;
    if (number !== undefined) return number;
    throw this.fail(`expected ${expectation(type)}; found ${toText(printNode(node))}`);
  }

  /** A computed value as an argument. */
  private fit(value: Value, type: types.GoType): Value {
    if (value.tag === "invalid") {
      if (types.canBeNil(type)) return values.zeroOf(type);
      throw this.fail(`invalid value; expected ${type.name}`);
    }
    if (type.kind === "interface" || type === types.REFLECT_VALUE) return value;
    const actual = values.typeOf(value);
    if (actual !== undefined && types.isSameType(actual, type)) return value;
    throw this.fail(`wrong type for value; expected ${type.name}; got ${actual?.name ?? "interface {}"}`);
  }
}

function methodOf(receiver: Value, name: GoString): GoFunction | undefined {
  if (receiver.tag === "object") return receiver.methods.get(name);
  if (receiver.tag === "time") return timeMethod(receiver.time, name);
  return receiver.tag === "int" ? receiver.type.methods?.(receiver.value).get(name) : undefined;
}

function parameterType(callee: GoFunction, index: number): types.GoType {
  return callee.params[index] ?? callee.rest ?? types.INTERFACE;
}

function typedNumber(node: NumberNode, type: types.GoType): Value | undefined {
  const { kind } = type;
  if (kind === "float64") return node.float === undefined ? undefined : values.float(node.float);
  if (types.isUintKind(kind)) return node.uint === undefined ? undefined : values.integer(type, node.uint);
  if (types.isIntKind(kind)) return node.int === undefined ? undefined : values.integer(type, node.int);
  return undefined;
}

function expectation(type: types.GoType): string {
  if (types.isUintKind(type.kind)) return "unsigned integer";
  if (types.isIntKind(type.kind)) return "integer";
  return type.kind === "float64" ? "float" : type.name;
}
