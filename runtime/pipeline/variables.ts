import { exportExpanded, exportLiteral } from "./text/shell-quote.ts";

/** The variables of a pipeline, in the order in which they are exported: each may refer to those before it. */
export interface Variables {
  /** `literal`: the box's shell expands nothing in it. `hidden`: exported after all others (wercker's protected variables). */
  set(name: string, value: string, how?: { readonly literal?: boolean; readonly hidden?: boolean }): void;
  lookUp(name: string): string | undefined;
  isHidden(name: string): boolean;
  /** Lines for the box's shell. */
  exports(): readonly string[];
}

interface Variable {
  readonly value: string;
  readonly literal: boolean;
  readonly hidden: boolean;
}

export function createVariables(): Variables {
  const variables = new Map<string, Variable>();
  return {
    set: (name, value, { literal = false, hidden = false } = {}) => {
      if (isVariableName(name)) variables.set(name, { value, literal, hidden });
    },
    lookUp: (name) => variables.get(name)?.value,
    isHidden: (name) => variables.get(name)?.hidden ?? false,
    exports() {
      const lines = (wanted: boolean): readonly string[] =>
        [...variables].flatMap(([name, { value, literal, hidden }]) =>
          hidden === wanted ? [literal ? exportLiteral(name, value) : exportExpanded(name, value)] : [],
        );
      return [...lines(false), ...lines(true)];
    },
  };
}

/** Any other would break the line that exports it. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
