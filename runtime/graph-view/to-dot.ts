import type { Arrow, Box, Drawing } from "./drawing.ts";

/** Graphviz' notation. */
export function toDot({ title, boxes, arrows }: Drawing): string {
  const lines = [
    `digraph ${quoted(title)} {`,
    "  rankdir=LR;",
    '  node [shape=box, fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=9];',
    ...boxes.map(boxLine),
    ...arrows.map(arrowLine),
    "}",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

const styles: Readonly<Record<Box["shape"], string>> = {
  final: 'style="filled,bold", fillcolor="#dbeafe"',
  intermediate: 'style="filled", fillcolor="#f1f5f9"',
  artifact: 'style="filled,dashed", fillcolor="#fef9c3"',
  pipeline: 'shape=component, style="filled", fillcolor="#dcfce7"',
  external: 'shape=ellipse, style="filled", fillcolor="#ffffff"',
};

function boxLine({ id, lines, shape }: Box): string {
  return `  ${id} [label=${quoted(lines.join("\n"))}, ${styles[shape]}];`;
}

function arrowLine({ from, to, label }: Arrow): string {
  return `  ${from} -> ${to} [label=${quoted(label)}];`;
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
