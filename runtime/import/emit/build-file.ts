import type { Code } from "./code.ts";

/** A build.ts before it is text: what its module declares, in order. */
export interface BuildFile {
  /** Above everything else. */
  readonly header: readonly string[];
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
