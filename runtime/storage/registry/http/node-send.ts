import type { ClientRequest, IncomingMessage } from "node:http";
import type { SecurityOf } from "../endpoint.ts";
import { plainHttpRefused } from "../errors.ts";
import { createAgents } from "./agents.ts";
import { connectionFailure } from "./connection-failure.ts";
import type { RegistryRequest, RegistryResponse } from "./request.ts";
import { writeBody } from "./request-body.ts";

export interface NodeSendOptions {
  readonly securityOf: SecurityOf;
  /** Longest silence of the other side, while connecting and after. */
  readonly timeoutMs: number;
}

/** The lowest layer: one request over node:http or node:https, on connections that stay open. */
export function createNodeSend(options: NodeSendOptions): {
  send(request: RegistryRequest, signal: AbortSignal): Promise<RegistryResponse>;
  close(): void;
} {
  const agents = createAgents(options);
  return {
    async send(request, signal) {
      signal.throwIfAborted();
      const { url, method, headers = {}, body } = request;
      if (url.protocol === "http:" && options.securityOf(url.host) !== "plain") {
        throw plainHttpRefused(url.host, request.purpose);
      }
      const length = body ? { "content-length": String(body.sizeBytes) } : {};
      const outgoing = await agents.open(url, { method, headers: { ...headers, ...length }, signal });
      return await exchange(outgoing, request, options.timeoutMs, signal);
    },
    close: () => agents.close(),
  };
}

function exchange(
  outgoing: ClientRequest,
  request: RegistryRequest,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<RegistryResponse> {
  return new Promise((resolve, reject) => {
    let incoming: IncomingMessage | undefined;
    const fail = (error: unknown): void => reject(translate(error, request, outgoing, signal));
    // Stays for as long as the request lives: an error after the answer must not be unhandled.
    outgoing.on("error", fail);
    outgoing.on("timeout", () => {
      // A reader that takes its time is no silence of the other side.
      if (incoming && incoming.readableLength > 0) outgoing.socket?.setTimeout(timeoutMs);
      else outgoing.destroy(new Error(`no answer for ${timeoutMs / 1000} seconds`));
    });
    outgoing.once("response", (response) => {
      incoming = response;
      // An answer that came before the body was sent leaves the connection in the middle of a request.
      response.once("close", () => outgoing.writableFinished || outgoing.destroy());
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response, url: request.url });
    });
    writeBody(outgoing, request, () => incoming !== undefined).catch((error: unknown) => {
      // Only what is to be sent can fail here; that is no fault of the connection and passed on as it is.
      reject(signal.aborted ? signal.reason : error);
      outgoing.destroy();
    });
  });
}

function translate(error: unknown, request: RegistryRequest, outgoing: ClientRequest, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  return connectionFailure(error, request, outgoing.reusedSocket);
}
