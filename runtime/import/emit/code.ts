/**
 * What an emitted build.ts is made of: expressions of TypeScript as plain data, before anybody thinks of lines and
 * indentation. Small on purpose: only what a person would write in a build.ts.
 */
export type Code =
  | LiteralCode
  | TemplateCode
  | NameCode
  | RegExpCode
  | CallCode
  | MemberCode
  | ListCode
  | RecordCode
  | ConditionalCode
  | OperationCode
  | NotCode
  | SpreadCode
  | ArrowCode
  | CommentedCode
  | HoleCode;

/** A string, number, boolean or null that is written out. */
export interface LiteralCode {
  readonly kind: "literal";
  readonly value: string | number | boolean | null;
}

/** Texts and expressions that are put together to one text. */
export interface TemplateCode {
  readonly kind: "template";
  readonly parts: readonly (string | Code)[];
}

/** A constant, parameter or import. */
export interface NameCode {
  readonly kind: "name";
  readonly name: string;
}

/** A regular expression that is written out. */
export interface RegExpCode {
  readonly kind: "regexp";
  readonly source: string;
  readonly flags: string;
}

export interface CallCode {
  readonly kind: "call";
  readonly callee: Code;
  readonly args: readonly Code[];
  /** Lines above the call, where it is one of a chain. */
  readonly comments?: readonly string[];
}

export interface MemberCode {
  readonly kind: "member";
  readonly object: Code;
  readonly property: string;
}

export interface ListCode {
  readonly kind: "list";
  readonly items: readonly Code[];
}

/** One member of a record, or another record that is spread into it. */
export type RecordMember = { readonly key: Code; readonly value: Code } | SpreadCode;

export interface RecordCode {
  readonly kind: "record";
  readonly members: readonly RecordMember[];
}

export interface ConditionalCode {
  readonly kind: "conditional";
  readonly test: Code;
  readonly whenTrue: Code;
  readonly whenFalse: Code;
}

/** Operators that conditions and defaults are made of. */
export type Operator = "===" | "!==" | "&&" | "||" | "<" | "<=" | ">" | ">=" | "+";

export interface OperationCode {
  readonly kind: "operation";
  readonly operator: Operator;
  readonly left: Code;
  readonly right: Code;
}

export interface NotCode {
  readonly kind: "not";
  readonly operand: Code;
}

export interface SpreadCode {
  readonly kind: "spread";
  readonly of: Code;
}

/** `(x, i) => body`, or with statements before a `return`. */
export interface ArrowCode {
  readonly kind: "arrow";
  readonly parameters: readonly string[];
  readonly constants: readonly { readonly name: string; readonly value: Code }[];
  readonly body: Code;
}

/** An item of a list or an argument with comments above it. */
export interface CommentedCode {
  readonly kind: "commented";
  readonly comments: readonly string[];
  readonly of: Code;
}

/** A place that a template filled when it was rendered. */
export interface HoleCode {
  readonly kind: "hole";
  /** What it says, in terms of the variables of the loops. */
  readonly code: Code;
  /** The loops that the code depends on and in which round of each it was, the innermost first. */
  readonly loops: readonly LoopRound[];
  /** What was rendered. */
  readonly value: string;
}

/** One round of a loop. */
export interface LoopRound {
  readonly loop: Loop;
  readonly round: number;
}

/** A loop of a template, at one time that it was executed. */
export interface Loop {
  readonly id: number;
  /** Where the template has it: the same each time that it is executed. */
  readonly place: string;
  /** What it goes through: a list, the members of a record, or paths of files. */
  readonly over: Code;
  readonly shape: "list" | "record";
  /** Names of its variables: the element, and its key or index. */
  readonly element: string;
  readonly key: string;
  /** How many rounds there were. */
  readonly rounds: number;
}

export function literal(value: LiteralCode["value"]): LiteralCode {
  return { kind: "literal", value };
}

export function name(text: string): NameCode {
  return { kind: "name", name: text };
}

export function list(items: readonly Code[]): ListCode {
  return { kind: "list", items };
}

export function member(object: Code, property: string): MemberCode {
  return { kind: "member", object, property };
}

export function spread(of: Code): SpreadCode {
  return { kind: "spread", of };
}

/** `callee(args)`; a text names a function. */
export function call(callee: Code | string, ...args: readonly Code[]): CallCode {
  return { kind: "call", callee: typeof callee === "string" ? name(callee) : callee, args };
}

/** `object.method(args)` */
export function method(object: Code, property: string, ...args: readonly Code[]): CallCode {
  return call(member(object, property), ...args);
}

/** `object.part`, for a part that is a call. */
export function append(object: Code, part: Code): Code {
  if (part.kind === "commented") return { ...requireCall(append(object, part.of)), comments: part.comments };
  const { callee, args } = requireCall(part);
  return callee.kind === "name" ? method(object, callee.name, ...args) : part;
}

function requireCall(code: Code): CallCode {
  return code.kind === "call" ? code : call(code);
}

/** Without comments: the code itself. */
export function commented(comments: readonly string[], of: Code): Code {
  return comments.length === 0 ? of : { kind: "commented", comments, of };
}

/** A record of the members that are there; their keys are texts. */
export function record(members: Readonly<Record<string, Code | undefined>>): RecordCode {
  const given = Object.entries(members).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key: literal(key), value }],
  );
  return { kind: "record", members: given };
}

/** Two expressions that would be written the same way. */
export function isSameCode(a: Code, b: Code): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
