import { type Code, literal } from "./code.ts";

/** Texts and expressions as one text: a template literal, or nothing but the only part that there is. */
export function template(pieces: readonly (string | Code)[]): Code {
  const parts: (string | Code)[] = [];
  for (const piece of pieces.flatMap(partsOf)) {
    const last = parts.at(-1);
    if (piece === "") continue;
    if (typeof piece === "string" && typeof last === "string") parts[parts.length - 1] = last + piece;
    else parts.push(piece);
  }
  const [only] = parts;
  if (only === undefined) return literal("");
  if (parts.length === 1) return typeof only === "string" ? literal(only) : only;
  return { kind: "template", parts };
}

/** A text inside a text is part of it. */
function partsOf(piece: string | Code): readonly (string | Code)[] {
  if (typeof piece === "string") return [piece];
  if (piece.kind === "literal") return [String(piece.value)];
  return piece.kind === "template" ? piece.parts : [piece];
}
