import { limitError } from "./errors.ts";
import { Evaluator } from "./evaluate.ts";
import { show, sortedEntries } from "./fmt/print.ts";
import type { CallContext, FunctionMap } from "./function.ts";
import { type GoString, toText } from "./go-string.ts";
import { LimitReached } from "./meter.ts";
import type { BranchNode, ListNode, StatementNode, TemplateNode, TemplateTree } from "./node.ts";
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
}

/**
 * Executes a template and hands its text to `write`, piece by piece.
 *
 * @throws TEMPLATE.EXECUTION, TEMPLATE.FUNCTION or TEMPLATE.LIMIT with the place
 */
export function execute(tree: TemplateTree, data: Value, execution: Execution, write: (text: GoString) => void): void {
  const { limits } = execution.context.meter;
  const evaluator = new Evaluator(tree, data, execution.functions, execution.context);
  // Outside of the try: the place of this limit is that of the call.
  if (execution.depth >= limits.depth) throw new LimitReached("depth", limits.depth);
  execution.depth++;
  try {
    new Walker(evaluator, execution, write).list(data, tree.root);
    execution.depth--;
  } catch (error) {
    if (error instanceof LimitReached) throw limitError(error.limit, error.value, evaluator.place());
    if (!(error instanceof RangeError)) throw error;
    // The stack is full, or one text or list is larger than JavaScript allows.
    const limit = error.message.includes("call stack") ? "depth" : "memoryBytes";
    throw limitError(limit, limits[limit], evaluator.place());
  }
}

/** How a list of statements ended: at a `break` or `continue` of the range around it, or at its end. */
type Outcome = "break" | "continue" | undefined;

class Walker {
  private readonly evaluator: Evaluator;
  private readonly execution: Execution;
  private readonly write: (text: GoString) => void;

  constructor(evaluator: Evaluator, execution: Execution, write: (text: GoString) => void) {
    this.evaluator = evaluator;
    this.execution = execution;
    this.write = write;
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
        this.write(node.text);
        return undefined;
      case "action": {
        const value = this.evaluator.pipeline(dot, node.pipe);
        if (node.pipe.variables.length === 0) this.print(value);
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

  private print(value: Value): void {
    this.write(value.tag === "invalid" ? "<no value>" : show(value, this.execution.context.meter));
  }

  private branch(dot: Value, node: BranchNode<"if"> | BranchNode<"with">): Outcome {
    const mark = this.evaluator.mark();
    const value = this.evaluator.pipeline(dot, node.pipe);
    const isTaken = values.isTrue(value);
    const list = isTaken ? node.body : node.otherwise;
    const outcome = list && this.list(isTaken && node.kind === "with" ? value : dot, list);
    this.evaluator.release(mark);
    return outcome;
  }

  private range(dot: Value, node: BranchNode<"range">): Outcome {
    const mark = this.evaluator.mark();
    const value = this.evaluator.pipeline(dot, node.pipe);
    let isEmpty = true;
    for (const [key, element] of this.elements(value, node)) {
      isEmpty = false;
      if (this.iteration(key, element, node) === "break") break;
    }
    const outcome = isEmpty && node.otherwise !== undefined ? this.list(dot, node.otherwise) : undefined;
    this.evaluator.release(mark);
    return outcome;
  }

  private iteration(key: Value, element: Value, node: BranchNode<"range">): Outcome {
    const [first, second] = node.pipe.variables;
    if (node.pipe.isAssign) {
      if (first !== undefined) this.evaluator.assign(first.name, second === undefined ? element : key);
      if (second !== undefined) this.evaluator.assign(second.name, element);
    } else {
      if (first !== undefined) this.evaluator.assignDeclared(1, element);
      if (second !== undefined) this.evaluator.assignDeclared(2, key);
    }
    const mark = this.evaluator.mark();
    const outcome = this.list(element, node.body);
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
    const data = node.pipe === undefined ? values.INVALID : this.evaluator.pipeline(dot, node.pipe);
    this.evaluator.visit(node);
    execute(tree, data, this.execution, this.write);
  }
}
