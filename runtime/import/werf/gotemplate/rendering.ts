import type { GoString } from "./go-string.ts";
import type { ActionNode, BranchNode, TemplateNode, TemplateTree, TextNode } from "./node.ts";

/** A text that a template made, and which of its nodes made which part. */
export interface Rendering {
  readonly text: GoString;
  /** In the order of the text, without gaps; parts that came out empty are left out. */
  readonly pieces: readonly RenderedPiece[];
}

/** The bytes from `start` to `end` of a rendered text: what one node wrote at one time. */
export interface RenderedPiece {
  readonly start: number;
  readonly end: number;
  /** Text is copied byte by byte, so that an offset in the piece is one in `node.text`; an action's is its printed value. */
  readonly node: TextNode | ActionNode | TemplateNode;
  readonly scope: RenderScope;
  /** Texts of `include` and `tpl` that were made on the way to the value of an action, in the order of the calls. */
  readonly calls: readonly RenderedCall[];
}

/** An `include` or `tpl` that an action called. */
export interface RenderedCall extends Rendering {
  readonly tree: TemplateTree;
}

/** Where a node was executed: in a template, and there in the branches and iterations around it, the innermost first. */
export type RenderScope = TemplateScope | BranchScope;

/** The execution of one template. */
export interface TemplateScope {
  readonly kind: "template";
  readonly tree: TemplateTree;
  /** Who called it; absent for the template that was rendered. */
  readonly caller?: Caller;
}

/** A statement that called a template, with `template` or on the way to a value. */
export interface Caller {
  readonly node: TemplateNode | ActionNode | BranchNode<"if"> | BranchNode<"with"> | BranchNode<"range">;
  readonly scope: RenderScope;
}

/** One pass through the list of an `if`, `with` or `range`. */
export interface BranchScope {
  readonly kind: "branch";
  readonly node: BranchNode<"if"> | BranchNode<"with"> | BranchNode<"range">;
  readonly taken: "body" | "otherwise";
  /** Of a `range`: 0 for its first element, and so on. */
  readonly iteration?: number;
  readonly parent: RenderScope;
}

/** The template that a node belongs to. */
export function templateOf(scope: RenderScope): TemplateScope {
  let current = scope;
  while (current.kind === "branch") current = current.parent;
  return current;
}
