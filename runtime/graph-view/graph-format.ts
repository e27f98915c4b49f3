/** The ways to print a graph. */
export const graphFormats = ["dot", "mermaid", "json", "svg"] as const;

export type GraphFormat = (typeof graphFormats)[number];
