import type { Arrow, Box, Drawing } from "./drawing.ts";

/** Mermaid's notation, as READMEs on GitHub and GitLab show it. */
export function toMermaid({ boxes, arrows }: Drawing): string {
  const classes = classLines.filter(([shape]) => shape !== "pipeline" || boxes.some((box) => box.shape === shape));
  const lines = ["flowchart LR", ...boxes.map(boxLine), ...arrows.map(arrowLine), ...classes.map(([, line]) => line)];
  return lines.map((line) => `${line}\n`).join("");
}

const brackets: Readonly<Record<Box["shape"], readonly [string, string]>> = {
  final: ["[", "]"],
  intermediate: ["[", "]"],
  artifact: ["[/", "/]"],
  external: ["([", "])"],
  pipeline: ["[[", "]]"],
};

const classLines: readonly (readonly [Box["shape"], string])[] = [
  ["final", "  classDef final fill:#dbeafe,stroke-width:2px"],
  ["intermediate", "  classDef intermediate fill:#f1f5f9"],
  ["artifact", "  classDef artifact fill:#fef9c3,stroke-dasharray:4"],
  ["external", "  classDef external fill:#ffffff"],
  ["pipeline", "  classDef pipeline fill:#dcfce7"],
];

function boxLine({ id, lines, shape }: Box): string {
  const [open, close] = brackets[shape];
  return `  ${id}${open}"${lines.map(escaped).join("<br>")}"${close}:::${shape}`;
}

function arrowLine({ from, to, label }: Arrow): string {
  return `  ${from} -->|${escaped(label)}| ${to}`;
}

/** Mermaid knows HTML's named and numbered characters, written with # in place of &. */
function escaped(text: string): string {
  return text.replace(/[&#"<>|]/g, (character) => `#${character.charCodeAt(0)};`);
}
