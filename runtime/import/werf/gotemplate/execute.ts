import { limitError } from "./errors.ts";
import { Evaluator } from "./evaluate.ts";
import { show, sortedEntries } from "./fmt/print.ts";
import type { CallContext, FunctionMap } from "./function.ts";
import { type GoString, toText } from "./go-string.ts";
import { LimitReached } from "./meter.ts";
import type { ActionNode, BranchNode, ListNode, PipeNode, StatementNode, TemplateNode, TemplateTree } from "./node.ts";
import { createOutput, type Output } from "./output.ts";
import type { TemplateProbe } from "./probe.ts";
import type { BranchScope, Caller, RenderScope } from "./rendering.ts";
import { INTERFACE, isIntKind } from "./type.ts";
import type { Value } from "./value.ts";
import * as values from "./value.ts";

/** What one execution of a set of templates shares. */
export interface Execution {
  readonly functions: FunctionMap;
  readonly context: CallContext;
  readonly find: (name: GoString) => TemplateTree | undefined;
  /** How many templates have called each other. */
  depth: number;
  /** Watches the execution. */
  readonly probe?: TemplateProbe;
  /** The statement that is being executed, and where its text goes: what `include` is called by. */
  current?: { readonly caller: Caller; readonly output: Output };
}

/**
 * Executes a template and hands its text to `output`, piece by piece.
 *
 * @throws TEMPLATE.EXECUTION, TEMPLATE.FUNCTION or TEMPLATE.LIMIT with the place
 */
export function execute(
  tree: TemplateTree,
  data: Value,
  execution: Execution,
  output: Output,
  caller: Caller | undefined,
): void {
  const { limits } = execution.context.meter;
  const evaluator = new Evaluator(tree, data, execution.functions, execution.context);
  // Outside of the try: the place of this limit is that of the call.
  if (execution.depth >= limits.depth) throw new LimitReached("depth", limits.depth);
  execution.depth++;
  try {
    const scope: RenderScope = { kind: "template", tree, ...(caller === undefined ? {} : { caller }) };
    new Walker(evaluator, execution, output, scope).list(data, tree.root);
    execution.depth--;
  } catch (error) {
    if (error instanceof LimitReached) throw limitError(error.limit, error.value, evaluator.place());
    if (!(error instanceof RangeError)) throw error;
    // The stack is full, or one text or list is larger than JavaScript allows.
    const limit = error.message.includes("call stack") ? "depth" : "memoryBytes";
    throw limitError(limit, limits[limit], evaluator.place());
  }
}

type TemplateCaller = Caller & { readonly node: TemplateNode };

/** How a list of statements ended: at a `break` or `continue` of the range around it, or at its end. */
type Outcome = "break" | "continue" | undefined;

class Walker {
  private readonly evaluator: Evaluator;
  private readonly execution: Execution;
  private readonly output: Output;
  private scope: RenderScope;

  constructor(evaluator: Evaluator, execution: Execution, output: Output, scope: RenderScope) {
    this.evaluator = evaluator;
    this.execution = execution;
    this.output = output;
    this.scope = scope;
  }

  list(dot: Value, list: ListNode): Outcome {
    for (const node of list.nodes) {
      const outcome = this.statement(dot, node);
      if (outcome !== undefined) return outcome;
    }
    return undefined;
  }

  private statement(dot: Value, node: StatementNode): Outcome {
    switch (node.kind) {
      case "text":
        this.execution.context.meter.step();
        this.output.write(node.text, node, this.scope);
        return undefined;
      case "action": {
        const value = this.evaluate(dot, node, node.pipe);
        if (node.pipe.variables.length === 0) this.print(value, node);
        else this.output.forgetCalls();
        return undefined;
      }
      case "if":
      case "with":
        return this.branch(dot, node);
      case "range":
        return this.range(dot, node);
      case "template":
        this.template(dot, node);
        return undefined;
      case "break":
      case "continue":
        return node.kind;
      case "comment":
      case "define":
        return undefined;
    }
  }

  /** The value of a statement's pipeline; what it calls learns who called. */
  private evaluate(dot: Value, node: Caller["node"], pipe: PipeNode): Value {
    const before = this.execution.current;
    this.execution.current = { caller: { node, scope: this.scope }, output: this.output };
    const value = this.evaluator.pipeline(dot, pipe);
    this.execution.current = before;
    return value;
  }

  private print(value: Value, node: ActionNode): void {
    const text = value.tag === "invalid" ? "<no value>" : show(value, this.execution.context.meter);
    this.output.write(this.execution.probe?.print(text, node, this.scope) ?? text, node, this.scope);
  }

  /** Executes one of the lists of a statement, in a scope of its own. */
  private inside(dot: Value, list: ListNode, scope: Omit<BranchScope, "kind" | "parent">): Outcome {
    const parent = this.scope;
    this.scope = { kind: "branch", ...scope, parent };
    const outcome = this.list(dot, list);
    this.scope = parent;
    return outcome;
  }

  private branch(dot: Value, node: BranchNode<"if"> | BranchNode<"with">): Outcome {
    const mark = this.evaluator.mark();
    const value = this.condition(dot, node);
    const isTaken = this.decide(value, node);
    const list = isTaken ? node.body : node.otherwise;
    const taken = isTaken ? "body" : "otherwise";
    const outcome = list && this.inside(isTaken && node.kind === "with" ? value : dot, list, { node, taken });
    this.evaluator.release(mark);
    return outcome;
  }

  /** Whoever watches may have it the other way, other than for a `with` whose value the list would miss. */
  private decide(value: Value, node: BranchNode<"if"> | BranchNode<"with">): boolean {
    const isTrue = values.isTrue(value);
    if (this.execution.probe === undefined || (node.kind === "with" && value.tag !== "bool")) return isTrue;
    return this.execution.probe.decide(isTrue, node, this.scope);
  }

  private range(dot: Value, node: BranchNode<"range">): Outcome {
    const mark = this.evaluator.mark();
    const value = this.condition(dot, node);
    let count = 0;
    for (const [key, element] of this.elements(value, node)) {
      if (this.iteration(key, element, node, count++) === "break") break;
    }
    const otherwise = count === 0 ? node.otherwise : undefined;
    const outcome = otherwise && this.inside(dot, otherwise, { node, taken: "otherwise" });
    this.evaluator.release(mark);
    return outcome;
  }

  /** What a branch depends on: texts that were made on the way are in no text. */
  private condition(dot: Value, node: BranchScope["node"]): Value {
    const value = this.evaluate(dot, node, node.pipe);
    this.output.forgetCalls();
    return value;
  }

  private iteration(key: Value, element: Value, node: BranchNode<"range">, iteration: number): Outcome {
    const [first, second] = node.pipe.variables;
    if (node.pipe.isAssign) {
      if (first !== undefined) this.evaluator.assign(first.name, second === undefined ? element : key);
      if (second !== undefined) this.evaluator.assign(second.name, element);
    } else {
      if (first !== undefined) this.evaluator.assignDeclared(1, element);
      if (second !== undefined) this.evaluator.assignDeclared(2, key);
    }
    const mark = this.evaluator.mark();
    const outcome = this.inside(element, node.body, { node, taken: "body", iteration });
    this.evaluator.release(mark);
    this.execution.context.meter.step();
    return outcome;
  }

  /** Keys and elements of what can be ranged over. */
  private *elements(value: Value, node: BranchNode<"range">): Generator<readonly [Value, Value]> {
    switch (value.tag) {
      case "invalid":
        return;
      case "slice":
        // Go takes the length once; elements are looked up while the loop runs.
        for (const [index, item] of value.items.entries()) yield [values.int(index), item];
        return;
      case "map":
        for (const { key, value: item } of sortedEntries(value, this.execution.context.meter)) yield [key, item];
        return;
      case "int":
        if (!isIntKind(value.type.kind) || node.pipe.variables.length > 1) break;
        for (let count = 0n; count < value.value; count++) {
          yield [values.INVALID, values.integer(value.type, count)];
        }
        return;
    }
    const text = toText(show(value, this.execution.context.meter).slice(0, 60));
    if (value.tag === "int") throw this.evaluator.fail(`can't use ${text} to iterate over more than one variable`);
    throw this.evaluator.fail(`range can't iterate over ${text}, a ${values.typeOf(value)?.name ?? INTERFACE.name}`);
  }

  private template(dot: Value, node: TemplateNode): void {
    this.evaluator.visit(node);
    const tree = this.execution.find(node.name);
    if (tree === undefined) throw this.evaluator.fail(`template "${toText(node.name)}" not defined`);
    const data = node.pipe === undefined ? values.INVALID : this.evaluate(dot, node, node.pipe);
    this.output.forgetCalls();
    this.evaluator.visit(node);
    const caller = { node, scope: this.scope };
    const { probe } = this.execution;
    if (probe === undefined) execute(tree, data, this.execution, this.output, caller);
    else this.watched(tree, data, caller, probe);
  }

  /** Whoever watches gets the text of a template as a whole, as if it were included. */
  private watched(tree: TemplateTree, data: Value, caller: TemplateCaller, probe: TemplateProbe): void {
    const output = createOutput(this.execution.context.meter, { isResult: false, isRecording: true });
    execute(tree, data, this.execution, output, caller);
    const rendering = output.finish();
    this.output.called({ tree, ...rendering });
    this.output.write(probe.print(rendering.text, caller.node, this.scope), caller.node, this.scope);
  }
}
