/** A place in the user's source: file as the user would write it, line and column counted from 1. */
export interface Origin {
  /** Path, relative to the folder of build.ts. */
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  /** In characters, from 1 on. */
  readonly column: number;
}

/** `build.ts:12:5`, the form that terminals and editors turn into a link. */
export function formatOrigin(origin: Origin): string {
  return `${origin.file}:${origin.line}:${origin.column}`;
}

/** The places of nodes, of those that have one: what a diagnostic's `where` holds. */
export function originsOf(...nodes: readonly { readonly origin?: Origin }[]): readonly Origin[] {
  return nodes.flatMap((node) => (node.origin === undefined ? [] : [node.origin]));
}
