import type { GoString } from "./go-string.ts";

/**
 * The tree of a parsed template, complete enough to write other source from it: comments, trim markers and offsets
 * are kept. All strings are bytes ({@link GoString}); `pos` and `end` are byte offsets into the text of the template.
 */
export interface TemplateTree {
  /** The name that the template is called by. */
  readonly name: GoString;
  /** The file that errors name. */
  readonly file: string;
  /** The text that it was parsed from; a `define` shares it with the template around it. */
  readonly text: GoString;
  readonly root: ListNode;
  /** Of a `define` or `block`: its opening and closing tags. */
  readonly definition?: { readonly keyword: "define" | "block"; readonly open: Tag; readonly close: Tag };
}

/** `{{ … }}` with its delimiters: `{{-` and `-}}` remove the white space on their outer side. */
export interface Tag {
  readonly start: number;
  readonly end: number;
  readonly trimLeft: boolean;
  readonly trimRight: boolean;
}

interface Positioned {
  /** Where Go sees the node, which is what its error messages give. */
  readonly pos: number;
}

export interface ListNode extends Positioned {
  readonly kind: "list";
  readonly nodes: readonly StatementNode[];
}

/** Text outside of actions, without the white space that trim markers remove. */
export interface TextNode extends Positioned {
  readonly kind: "text";
  readonly text: GoString;
}

export interface CommentNode extends Positioned {
  readonly kind: "comment";
  /** With `/*` and its end. */
  readonly text: GoString;
  readonly tag: Tag;
}

/** An action that prints its value, or declares variables and prints nothing. */
export interface ActionNode extends Positioned {
  readonly kind: "action";
  readonly pipe: PipeNode;
  readonly tag: Tag;
}

export interface BranchNode<K extends "if" | "with" | "range"> extends Positioned {
  readonly kind: K;
  readonly pipe: PipeNode;
  readonly body: ListNode;
  readonly otherwise?: ListNode;
  readonly tag: Tag;
  /** Of `{{else}}`. An `{{else if}}` is a list with one `if` whose `isElse` is set; both share the tag. */
  readonly elseTag?: Tag;
  readonly endTag: Tag;
  readonly isElse: boolean;
}

export interface JumpNode extends Positioned {
  readonly kind: "break" | "continue";
  readonly tag: Tag;
}

/** `{{template "name" pipe}}`, also what is left of a `{{block}}` in the place where it stands. */
export interface TemplateNode extends Positioned {
  readonly kind: "template";
  readonly name: GoString;
  readonly pipe?: PipeNode;
  readonly tag: Tag;
  readonly isBlock: boolean;
}

/** The place of a `{{define}}`, so that a printer of the tree finds it; it does nothing when executed. */
export interface DefineNode extends Positioned {
  readonly kind: "define";
  readonly tree: TemplateTree;
}

export interface PipeNode extends Positioned {
  readonly kind: "pipe";
  /** `$x := …`, or `$i, $x := …` in a range. */
  readonly variables: readonly VariableNode[];
  /** `=` in place of `:=`. */
  readonly isAssign: boolean;
  readonly commands: readonly CommandNode[];
}

export interface CommandNode extends Positioned {
  readonly kind: "command";
  readonly args: readonly [OperandNode, ...OperandNode[]];
}

export interface IdentifierNode extends Positioned {
  readonly kind: "identifier";
  readonly name: GoString;
}

/** `.a.b` */
export interface FieldNode extends Positioned {
  readonly kind: "field";
  readonly names: readonly GoString[];
}

/** `(pipe).a.b` or `function.a` */
export interface ChainNode extends Positioned {
  readonly kind: "chain";
  readonly operand: OperandNode;
  readonly names: readonly GoString[];
}

/** `$x.a.b`; the name has its dollar sign, `$` alone is the data of the template. */
export interface VariableNode extends Positioned {
  readonly kind: "variable";
  readonly name: GoString;
  readonly fields: readonly GoString[];
}

export interface DotNode extends Positioned {
  readonly kind: "dot";
}

export interface NilNode extends Positioned {
  readonly kind: "nil";
}

export interface BoolNode extends Positioned {
  readonly kind: "bool";
  readonly value: boolean;
}

/** A number with every reading that its source allows; where it stands decides which of them counts. */
export interface NumberNode extends Positioned {
  readonly kind: "number";
  readonly source: GoString;
  readonly int?: bigint;
  readonly uint?: bigint;
  readonly float?: number;
  readonly complex?: { readonly re: number; readonly im: number };
}

export interface StringNode extends Positioned {
  readonly kind: "string";
  /** With its quotes. */
  readonly source: GoString;
  readonly value: GoString;
}

export type StatementNode =
  | TextNode
  | CommentNode
  | ActionNode
  | BranchNode<"if">
  | BranchNode<"with">
  | BranchNode<"range">
  | JumpNode
  | TemplateNode
  | DefineNode;

export type OperandNode =
  | IdentifierNode
  | FieldNode
  | ChainNode
  | VariableNode
  | DotNode
  | NilNode
  | BoolNode
  | NumberNode
  | StringNode
  | PipeNode;
