import type { EnvironmentChanges } from "./import-source.ts";
import type { ImportedFile, ImportedTemplate } from "./imported-file.ts";
import { toText } from "./werf/gotemplate/go-string.ts";
import type { ListNode, OperandNode, PipeNode } from "./werf/gotemplate/node.ts";

/** So many, besides the environment as it is. */
const most = 8;

/** Environments in which a file may mean something else: its variables not set, empty, and what the templates compare them with. */
export function otherEnvironments({ template }: ImportedFile): readonly EnvironmentChanges[] {
  const names = template?.env.map(({ name }) => name) ?? [];
  if (template === undefined || names.length === 0) return [];
  const all = (value: string | undefined): EnvironmentChanges => Object.fromEntries(names.map((name) => [name, value]));
  const values = [undefined, "1", "other-value", "", ...comparedTexts(template)];
  return values.slice(0, most).map(all);
}

/** Short texts that conditions mention: the values that make a difference. */
function comparedTexts({ trees }: ImportedTemplate): readonly string[] {
  const found = new Set<string>();
  const ofPipe = (pipe: PipeNode): void => {
    for (const { args } of pipe.commands) for (const arg of args) ofOperand(arg);
  };
  const ofOperand = (node: OperandNode): void => {
    if (node.kind === "string" && node.value.length < 100) found.add(toText(node.value));
    else if (node.kind === "pipe") ofPipe(node);
  };
  const ofList = (list: ListNode): void => {
    for (const node of list.nodes) {
      if (node.kind !== "if" && node.kind !== "with" && node.kind !== "range") continue;
      if (node.kind !== "range") ofPipe(node.pipe);
      ofList(node.body);
      if (node.otherwise !== undefined) ofList(node.otherwise);
    }
  };
  for (const tree of trees) ofList(tree.root);
  return [...found];
}
