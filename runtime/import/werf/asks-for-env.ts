import type { OperandNode, TemplateTree } from "./gotemplate/node.ts";
import { commandsIn, statementsIn } from "./gotemplate/walk-nodes.ts";

/** The variable that says what `--env` says in werf. */
export const envVariable = "WERF_ENV";

/** Whether some template asks for `.Env`, be it in a branch that is not taken today. */
export function asksForEnv(trees: readonly TemplateTree[]): boolean {
  return trees.some(({ root }) =>
    [...statementsIn(root)].some(
      (statement) =>
        "pipe" in statement &&
        statement.pipe !== undefined &&
        [...commandsIn(statement.pipe)].some(({ args }) => args.some(isEnv)),
    ),
  );
}

/** `.Env` or `$.Env`. */
function isEnv(node: OperandNode): boolean {
  if (node.kind === "field") return node.names[0] === "Env";
  return node.kind === "variable" && node.fields[0] === "Env";
}
