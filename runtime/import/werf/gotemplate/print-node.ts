import { quote } from "./fmt/quote.ts";
import type { GoString } from "./go-string.ts";
import type { CommandNode, OperandNode, PipeNode, TemplateNode } from "./node.ts";

/** An expression in the form of its source, which is what Go's messages show between `<` and `>`. */
export function printNode(node: OperandNode | CommandNode | TemplateNode): GoString {
  switch (node.kind) {
    case "pipe":
      return printPipe(node);
    case "command":
      return node.args.map((arg) => (arg.kind === "pipe" ? `(${printNode(arg)})` : printNode(arg))).join(" ");
    case "identifier":
      return node.name;
    case "field":
      return node.names.map((name) => `.${name}`).join("");
    case "chain": {
      const operand = printNode(node.operand);
      return [node.operand.kind === "pipe" ? `(${operand})` : operand, ...node.names].join(".");
    }
    case "variable":
      return [node.name, ...node.fields].join(".");
    case "dot":
      return ".";
    case "nil":
      return "nil";
    case "bool":
      return String(node.value);
    case "number":
    case "string":
      return node.source;
    case "template":
      return `{{template ${quote(node.name)}${node.pipe === undefined ? "" : ` ${printNode(node.pipe)}`}}}`;
  }
}

function printPipe(pipe: PipeNode): GoString {
  const commands = pipe.commands.map(printNode).join(" | ");
  if (pipe.variables.length === 0) return commands;
  return `${pipe.variables.map(printNode).join(", ")} ${pipe.isAssign ? "=" : ":="} ${commands}`;
}
