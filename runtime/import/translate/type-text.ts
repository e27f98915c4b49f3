import { literal } from "../emit/code.ts";
import { printKey } from "../emit/print-flat.ts";
import type { Meaning } from "./meaning.ts";

/** The type of a value as TypeScript writes it; undefined for what is no value that can be handed on. */
export function typeText(meaning: Meaning): string | undefined {
  switch (meaning.kind) {
    case "code":
      return meaning.type === "strings" ? "readonly string[]" : meaning.type;
    case "list":
      return listType(meaning.items.map(typeText));
    case "dict": {
      const members = [...meaning.entries].map(([key, value]) => [printKey(literal(key)), typeText(value)] as const);
      if (members.some(([, type]) => type === undefined)) return undefined;
      return members.length === 0
        ? "Record<string, string>"
        : `{ ${members.map(([key, type]) => `${key}: ${type}`).join("; ")} }`;
    }
    case "files":
    case "root":
    case "root-files":
      return undefined;
  }
}

function listType(items: readonly (string | undefined)[]): string | undefined {
  const [first = "never"] = items;
  return items.every((type) => type === first) ? `readonly ${first}[]` : undefined;
}
