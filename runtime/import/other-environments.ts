import type { EnvironmentChanges } from "./import-source.ts";
import type { ImportedFile, ImportedTemplate } from "./imported-file.ts";
import { toText } from "./werf/gotemplate/go-string.ts";
import type { ListNode, OperandNode, PipeNode } from "./werf/gotemplate/node.ts";

/** Environments in which a file may mean something else. */
export interface OtherEnvironments {
  /** Its variables are set to something, also to what the templates compare them with. */
  readonly usual: readonly EnvironmentChanges[];
  /** They are empty, or not set: YAML takes no text for nothing, and leaves out what TypeScript sets to an empty text. */
  readonly empty: readonly EnvironmentChanges[];
}

/** What YAML reads as true or false. */
const flagTexts = ["true", "false", "yes", "off"];

/** So many with texts of the templates. */
const mostCompared = 6;

/** @param flags - Variables that nothing but true or false is read of; they are so in each of the environments. */
export function otherEnvironments({ template }: ImportedFile, flags: readonly string[]): OtherEnvironments {
  const names = template?.env.map(({ name }) => name) ?? [];
  if (template === undefined || names.length === 0) return { usual: [], empty: [] };
  const all = (value: string | undefined): EnvironmentChanges => Object.fromEntries(names.map((name) => [name, value]));
  const texts = ["1", "other-value", ...comparedTexts(template).slice(0, mostCompared)];
  while (flags.length > 0 && texts.length < flagTexts.length) texts.push("1");
  const withFlags = (text: string, index: number): EnvironmentChanges => ({
    ...all(text),
    ...Object.fromEntries(flags.map((flag) => [flag, flagTexts[index % flagTexts.length]])),
  });
  return { usual: texts.map(withFlags), empty: [all(undefined), all("")] };
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
