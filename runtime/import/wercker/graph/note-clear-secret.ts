import type { Placed } from "../fields.ts";
import { camelCase } from "./camel-case.ts";
import { note } from "./note.ts";
import type { Scope } from "./scope.ts";

/** A password that everybody can read is worth a word. */
export function noteClearSecret(key: string, { value, origin }: Placed<string>, scope: Scope): void {
  if (!/^(?:password|aws-secret-key|azure-client-secret)$/.test(key) || value === "" || value.includes("$")) return;
  const variable = camelCase(key)
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase();
  const message = `stands in the file where everybody can read it: write secret("${variable}") in its place`;
  note(scope, "approximated", key, message, origin);
}
