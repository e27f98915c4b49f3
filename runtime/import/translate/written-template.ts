import type { GoString } from "../werf/gotemplate/go-string.ts";
import type { CommandNode } from "../werf/gotemplate/node.ts";
import { type Caller, type RenderScope, templateOf } from "../werf/gotemplate/rendering.ts";

/** Functions that leave the words of a text alone. */
const transparent: ReadonlySet<string> = new Set(["indent", "nindent", "trim"]);

/** Whether what is printed here gets into the text as it is, by way of all the templates that were called for it. */
export function isWritten(scope: RenderScope): boolean {
  const { caller } = templateOf(scope);
  if (caller === undefined) return true;
  return writtenTemplate(caller.node) !== undefined && isWritten(caller.scope);
}

/** The template whose text a statement prints as it is. */
export function writtenTemplate(node: Caller["node"]): GoString | undefined {
  if (node.kind === "template") return node.name;
  if (node.kind !== "action" || node.pipe.variables.length > 0) return undefined;
  const { commands } = node.pipe;
  const at = commands.findIndex((command) => isCallOf(command.args[0], "include"));
  const isSafe = ({ args: [callee] }: CommandNode) => callee.kind === "identifier" && transparent.has(callee.name);
  const called = commands[at]?.args[1];
  return called?.kind === "string" && commands.slice(at + 1).every(isSafe) ? called.value : undefined;
}

export function isCallOf(operand: { readonly kind: string; readonly name?: unknown }, name: string): boolean {
  return operand.kind === "identifier" && operand.name === name;
}
