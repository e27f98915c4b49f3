import type { CommandNode, ListNode, PipeNode, StatementNode } from "./node.ts";

/** All statements, those inside of branches included. */
export function* statementsIn({ nodes }: ListNode): Generator<StatementNode> {
  for (const node of nodes) {
    yield node;
    if (node.kind !== "if" && node.kind !== "with" && node.kind !== "range") continue;
    yield* statementsIn(node.body);
    if (node.otherwise !== undefined) yield* statementsIn(node.otherwise);
  }
}

/** All commands of a pipeline, those in parentheses included. */
export function* commandsIn(pipe: PipeNode): Generator<CommandNode> {
  for (const command of pipe.commands) {
    yield command;
    for (const arg of command.args) {
      const inner = arg.kind === "chain" ? arg.operand : arg;
      if (inner.kind === "pipe") yield* commandsIn(inner);
    }
  }
}
