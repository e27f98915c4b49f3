import type { IncomingHttpHeaders } from "node:http";
import { failedResponse } from "./failed-response.ts";
import type { RegistryRequest, Send } from "./request.ts";
import { readBody } from "./response-body.ts";
import { type RetryPolicy, retrying } from "./retries.ts";

/** Manifests and pages of tags are far smaller; a registry that sends more is broken or hostile. */
const answerLimitBytes = 64 * 1024 * 1024;

/** An answer in full. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly url: URL;
}

/** Makes a request, again where that may help, and reads the answer. Throws where the status is not one of the accepted. */
export type Fetch = (request: RegistryRequest, accepted: readonly number[], signal: AbortSignal) => Promise<Answer>;

export function createFetch(send: Send, policy: RetryPolicy, redact: (text: string) => string): Fetch {
  return (request, accepted, signal) =>
    retrying(policy, signal, async () => {
      const response = await send(request, signal);
      const { status, headers, url } = response;
      if (!accepted.includes(status)) throw await failedResponse(response, request, redact, signal);
      return { status, headers, url, bytes: await readBody(response, request, answerLimitBytes, signal) };
    });
}
