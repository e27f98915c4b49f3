import type { Diagnostic } from "../../sdk/errors/builder-error.ts";

/** The one document that a command prints with `--json` when there is no report to print. */
export interface FailureDocument {
  readonly schemaVersion: 1;
  readonly command: string;
  readonly ok: false;
  readonly error: Diagnostic;
}

export function failureDocument(command: string, error: Diagnostic): FailureDocument {
  return { schemaVersion: 1, command, ok: false, error };
}

/** Any document as the text that goes to stdout. */
export function documentText(document: object): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
