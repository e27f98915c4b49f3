import type { GoString } from "../werf/gotemplate/go-string.ts";
import type { BranchNode, ListNode, PipeNode, StatementNode, TemplateTree } from "../werf/gotemplate/node.ts";

/** What names mean at one place of a template, as far as its text tells. */
export interface StaticContext {
  readonly dot: DotBinding;
  readonly variables: ReadonlyMap<GoString, VariableBinding>;
}

/** What `.` is: the data of the template, an element of a range, or the value of a `with`. */
export type DotBinding =
  | { readonly kind: "data" }
  | { readonly kind: "element"; readonly range: BranchNode<"range"> }
  | BoundPipe;

/** A pipeline and what the names in it mean. */
export interface BoundPipe {
  readonly kind: "pipe";
  readonly pipe: PipeNode;
  readonly context: StaticContext;
  /** Whether it is executed once: outside of every range and branch. */
  readonly isPlain: boolean;
}

/** What a variable is; `changing`: it is assigned to, and the text does not tell. */
export type VariableBinding =
  | DotBinding
  | { readonly kind: "key"; readonly range: BranchNode<"range"> }
  | { readonly kind: "changing" };

/** The context of each statement of a template. */
export function staticContexts(tree: TemplateTree): ReadonlyMap<StatementNode, StaticContext> {
  const found = new Map<StatementNode, StaticContext>();
  const changing = assignedNames(tree.root);
  const walk = (list: ListNode, start: StaticContext, isPlain: boolean): void => {
    let context = start;
    for (const node of list.nodes) {
      found.set(node, context);
      if (node.kind === "action") context = declare(context, node.pipe, isPlain, changing);
      if (node.kind === "if" || node.kind === "with") {
        const inside = declare(context, node.pipe, false, changing);
        const body: StaticContext =
          node.kind === "if" ? inside : { ...inside, dot: { kind: "pipe", pipe: node.pipe, context, isPlain: false } };
        walk(node.body, body, false);
        if (node.otherwise !== undefined) walk(node.otherwise, inside, false);
      }
      if (node.kind === "range") {
        walk(node.body, insideRange(context, node, changing), false);
        if (node.otherwise !== undefined) walk(node.otherwise, context, false);
      }
    }
  };
  walk(tree.root, { dot: { kind: "data" }, variables: new Map([["$", { kind: "data" }]]) }, true);
  return found;
}

function declare(
  context: StaticContext,
  pipe: PipeNode,
  isPlain: boolean,
  changing: ReadonlySet<GoString>,
): StaticContext {
  const [variable] = pipe.variables;
  if (variable === undefined || pipe.isAssign) return context;
  const binding: VariableBinding = changing.has(variable.name)
    ? { kind: "changing" }
    : { kind: "pipe", pipe, context, isPlain };
  return { ...context, variables: new Map([...context.variables, [variable.name, binding]]) };
}

function insideRange(
  context: StaticContext,
  range: BranchNode<"range">,
  changing: ReadonlySet<GoString>,
): StaticContext {
  const [first, second] = range.pipe.variables;
  const bindings: [GoString, VariableBinding][] = [];
  const bind = (name: GoString, binding: VariableBinding) =>
    bindings.push([name, changing.has(name) || range.pipe.isAssign ? { kind: "changing" } : binding]);
  if (first !== undefined) bind(first.name, second === undefined ? { kind: "element", range } : { kind: "key", range });
  if (second !== undefined) bind(second.name, { kind: "element", range });
  return { dot: { kind: "element", range }, variables: new Map([...context.variables, ...bindings]) };
}

function assignedNames(list: ListNode, found = new Set<GoString>()): ReadonlySet<GoString> {
  for (const node of list.nodes) {
    if ("pipe" in node && node.pipe?.isAssign) for (const { name } of node.pipe.variables) found.add(name);
    if (node.kind === "if" || node.kind === "with" || node.kind === "range") {
      assignedNames(node.body, found);
      if (node.otherwise !== undefined) assignedNames(node.otherwise, found);
    }
  }
  return found;
}
