import type { Code } from "./code.ts";

/** A build.ts before it is text: what its module declares, in order. */
export interface BuildFile {
  /** Above everything else. */
  readonly header: readonly string[];
  readonly statements: readonly Statement[];
  readonly project: { readonly comments: readonly string[]; readonly code: Code };
}

/** One declaration of the module. */
export type Statement = ConstStatement | FunctionStatement;

/** `export const app = …` */
export interface ConstStatement {
  readonly kind: "const";
  readonly comments: readonly string[];
  readonly name: string;
  readonly isExported: boolean;
  readonly code: Code;
}

/** `function install(python: string) { return …; }` */
export interface FunctionStatement {
  readonly kind: "function";
  readonly comments: readonly string[];
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly returnType?: string;
  readonly result: Code;
}
