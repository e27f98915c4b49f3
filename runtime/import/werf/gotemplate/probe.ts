import type { GoString } from "./go-string.ts";
import type { ActionNode, BranchNode, TemplateNode } from "./node.ts";
import type { RenderScope } from "./rendering.ts";

/** Watches a template while it is executed, and may change what comes of it: how the importer learns what depends on what. */
export interface TemplateProbe {
  /** The text that takes the place of what an action, or a template that is called, prints. */
  print(text: GoString, node: ActionNode | TemplateNode, scope: RenderScope): GoString;
  /** A text without what was put into it: two that are the same then mean the same. */
  plainText(text: string): string;
  /** Which list is executed: the first one, or what stands after `else`. */
  decide(isTrue: boolean, node: BranchNode<"if"> | BranchNode<"with">, scope: RenderScope): boolean;
}
