import type { Code } from "./code.ts";

/** A build.ts before it is text: what its module declares, in order. */
export interface BuildFile {
  /** Above everything else. */
  readonly header: readonly string[];
  /** In the order in which they are declared, before everything else. */
  readonly functions: readonly FunctionStatement[];
  readonly statements: readonly ConstStatement[];
  readonly project: { readonly comments: readonly string[]; readonly code: Code };
}

/** `export const app = …` */
export interface ConstStatement {
  readonly comments: readonly string[];
  readonly name: string;
  readonly isExported: boolean;
  readonly code: Code;
}

/** `function add(tag: string): string[] { return …; }` */
export interface FunctionStatement {
  readonly comments: readonly string[];
  readonly name: string;
  readonly parameters: readonly FunctionParameter[];
  /** What it returns, as TypeScript writes it. @default whatever the body is */
  readonly returns?: string;
  readonly body: Code;
}

export interface FunctionParameter {
  readonly name: string;
  readonly type: string;
}
