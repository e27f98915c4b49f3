import type { BuilderError } from "../../../../sdk/errors/builder-error.ts";
import { noTls, unreachable, untrustedCertificate } from "../errors.ts";
import type { RegistryRequest } from "./request.ts";
import { TransientFailure } from "./transient-failure.ts";

/** What the failure of a connection means: a lost or refused connection may pass, a wrong name or certificate does not. */
export function connectionFailure(
  error: unknown,
  request: RegistryRequest,
  reusedSocket: boolean,
): BuilderError | TransientFailure {
  const { host } = request.url;
  const { purpose } = request;
  const code = codeOf(error);
  const why = words.get(code) ?? (error instanceof Error ? error.message : String(error));
  // A parser's error carries the raw bytes of the answer, which may hold a token.
  const cause = code.startsWith("HPE_") ? undefined : error;
  if (certificateCodes.test(code)) return untrustedCertificate(host, purpose, why, cause);
  if (tlsCodes.test(code)) return noTls(host, purpose, cause);
  const failure = unreachable(host, purpose, why, cause);
  if (code === "ENOTFOUND" || code === "ERR_INVALID_CHAR") return failure;
  return new TransientFailure(failure, { immediate: reusedSocket && lostCodes.has(code) });
}

const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH/;
const tlsCodes = /^(EPROTO|ERR_SSL_)/;
const lostCodes = new Set(["ECONNRESET", "EPIPE"]);

const words = new Map([
  ["ENOTFOUND", "there is no host of that name"],
  ["EAI_AGAIN", "the host name could not be looked up"],
  ["ECONNREFUSED", "nothing listens there"],
  ["ECONNRESET", "the connection was closed in the middle"],
  ["EPIPE", "the connection was closed in the middle"],
  ["ETIMEDOUT", "the connection could not be opened in time"],
]);

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
