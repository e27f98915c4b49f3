/** As Biome formats this repository, and Prettier most others. */
export const lineWidth = 120;

/** Where an expression stands: how far its lines are indented, and how much of the first one is taken. */
export interface Place {
  readonly indent: number;
  /** Columns before the expression on its first line. */
  readonly column: number;
  /** Columns that something needs after it on its last line: a comma, a bracket. */
  readonly after: number;
}

/** Items one by one on lines of their own between the brackets. */
export function enclose(
  open: string,
  items: readonly ((place: Place) => string)[],
  close: string,
  { indent }: Place,
): string {
  if (items.length === 0) return open + close;
  const inner = indent + 2;
  const lines = items.map((item) => `${pad(inner)}${item({ indent: inner, column: inner, after: 1 })},`);
  return [open, ...lines, `${pad(indent)}${close}`].join("\n");
}

export function pad(columns: number): string {
  return " ".repeat(columns);
}
