import type { Part } from "../part.ts";

/** What a Dockerfile image's digest is made of, before the commit has been asked for the files. */
export type Ingredient = PartIngredient | FilesIngredient;

export interface PartIngredient {
  readonly kind: "part";
  readonly part: Part;
  /** Of the Dockerfile. */
  readonly line?: number;
}

/** Stands for a checksum of files of the context. */
export interface FilesIngredient {
  readonly kind: "files";
  /** Of the part that it becomes. */
  readonly name: string;
  readonly masks: readonly string[];
}

/** The name of the part that stands for an instruction; explanations turn it into a line of the Dockerfile. */
export function instructionName(index: number): string {
  return `instruction ${index + 1}`;
}

/** The name of the part that stands for the files an instruction takes: its text, as long as that is short. */
export function filesName(text: string): string {
  return `files of ${text.length > 80 ? `${text.slice(0, 79)}…` : text}`;
}
