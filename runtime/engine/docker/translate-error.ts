import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import { diskFull, engineFailed, engineLost, engineUnreachable } from "../errors.ts";

const refusedCodes = new Set(["ECONNREFUSED", "ENOENT", "EACCES", "ENOTFOUND", "ETIMEDOUT", "EHOSTUNREACH"]);
const lostCodes = new Set(["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE", "ERR_STREAM_DESTROYED"]);

/** What an error of the client library, the socket or the engine means to the user. */
export function translateError(error: unknown, address: string, doing: string): Error {
  if (error instanceof Error && isBuilderError(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (isDiskFull(text)) return diskFull(doing, error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (refusedCodes.has(code) && isOfConnection(error)) return engineUnreachable(address, error);
  if (lostCodes.has(code)) return engineLost(address, doing, error);
  return engineFailed(doing, error);
}

/** The status of an answer that dockerode turned into an error. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("statusCode" in error)) return undefined;
  return typeof error.statusCode === "number" ? error.statusCode : undefined;
}

/** The engine's own sentence, without dockerode's `(HTTP code 404) no such image - `. */
export function engineSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();
}

export function isDiskFull(text: string): boolean {
  return /no space left on device|ENOSPC|disk quota exceeded/i.test(text);
}

/** ENOENT and EACCES also come from files; only a socket's are about the engine. */
function isOfConnection(error: unknown): boolean {
  return (
    error instanceof Error && "syscall" in error && (error.syscall === "connect" || error.syscall === "getaddrinfo")
  );
}
