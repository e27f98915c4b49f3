import type { Diagnostic } from "../../sdk/errors/builder-error.ts";
import { isBuilderError } from "../../sdk/errors/builder-error.ts";
import { interrupted } from "./errors.ts";

/** Any caught value as data. What is no BuilderError is a fault of builder itself, and says so with its stack. */
export function toDiagnostic(error: unknown, signal: AbortSignal): Diagnostic {
  if (signal.aborted) return interrupted().toDiagnostic();
  if (isBuilderError(error)) {
    const { code, message, why, next, where } = error;
    return { code, message, ...(why === undefined ? {} : { why }), next, where };
  }
  return {
    code: "BUG",
    message: `this is a bug in builder: ${error instanceof Error ? error.message : String(error)}`,
    ...(error instanceof Error && error.stack !== undefined ? { why: error.stack } : {}),
    next: ["please report it, with this text and the output of builder --version"],
  };
}
