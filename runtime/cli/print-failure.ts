import type { Diagnostic } from "../../sdk/errors/builder-error.ts";
import { failureText } from "../report/failure-text.ts";
import { documentText, failureDocument } from "../report/json-document.ts";
import { writeLines } from "../report/write-lines.ts";
import type { CliContext } from "./context.ts";

/** How a command that has no reporter tells that it failed. */
export function printFailure(context: CliContext, command: string, json: boolean, error: Diagnostic): void {
  if (json) context.stdout.write(documentText(failureDocument(command, error)));
  writeLines(context.stderr, failureText(error, context.stderr.style));
}
