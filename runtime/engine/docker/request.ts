import { type ClientRequest, type IncomingMessage, type RequestOptions, request as requestHttp } from "node:http";
import type { Socket } from "node:net";
import type { Readable } from "node:stream";
import type { Endpoint } from "./endpoint.ts";
import { requestOverSocket } from "./request-over-socket.ts";

export interface PlainResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/**
 * One call without dockerode, which costs 150 ms to import and whose calls never end when the engine dies
 * in the middle of a response. Rejects with the socket's error or the signal's reason.
 */
export async function request(
  endpoint: Endpoint,
  method: string,
  path: string,
  signal?: AbortSignal,
): Promise<PlainResponse> {
  if (endpoint.kind === "unix") {
    return requestOverSocket(endpoint.socketPath, method, path, signal).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error;
    });
  }
  const send = await senderTo(endpoint);
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(signal?.aborted ? signal.reason : error);
    const sent = send({ method, path, ...(signal === undefined ? {} : { signal }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", fail);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on("error", fail);
    sent.end();
  });
}

/** A call whose body and answer are streams: the answer is read while the engine works. */
export async function requestStream(
  endpoint: Endpoint,
  path: string,
  body: Readable,
  signal: AbortSignal,
  more: Readonly<Record<string, string>> = {},
): Promise<IncomingMessage> {
  const send = await senderTo(endpoint);
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      body.destroy();
      reject(signal.aborted ? signal.reason : error);
    };
    const headers = { "Content-Type": "application/x-tar", ...more };
    const sent = send({ method: "POST", path, headers, signal }, resolve);
    sent.on("error", fail);
    body.on("error", (error) => sent.destroy(error));
    body.pipe(sent);
  });
}

export interface UpgradeOptions {
  /** What the connection becomes. Default: `tcp`, plain bytes. */
  readonly protocol?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** JSON that goes before the stream, for calls that want to be told something. */
  readonly body?: string;
}

/**
 * Opens a two-way stream. Not dockerode's: it sends a body before the stream, which an engine may take for the
 * container's input.
 */
export async function upgrade(endpoint: Endpoint, path: string, options: UpgradeOptions = {}): Promise<Socket> {
  const send = await senderTo(endpoint);
  return new Promise((resolve, reject) => {
    const { protocol = "tcp", headers: more = {}, body = "" } = options;
    const typed = body === "" ? {} : { "Content-Type": "application/json" };
    const length = Buffer.byteLength(body);
    const headers = { Connection: "Upgrade", Upgrade: protocol, "Content-Length": length, ...typed, ...more };
    const sent = send({ method: "POST", path, headers }, (response) => {
      response.resume();
      reject(new Error(`the engine answered ${response.statusCode} where a stream was asked for`));
    });
    sent.on("upgrade", (_response, socket: Socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

type Send = (options: RequestOptions, onResponse: (response: IncomingMessage) => void) => ClientRequest;

async function senderTo(endpoint: Endpoint): Promise<Send> {
  if (endpoint.kind === "unix") {
    // Without a name, Node compiles an expression that takes 4 ms, to see whether the host is an IPv6 address.
    const address = { socketPath: endpoint.socketPath, servername: "" };
    return (options, onResponse) => requestHttp({ ...options, ...address }, onResponse);
  }
  const { host, port, tls } = endpoint;
  if (tls === undefined) return (options, onResponse) => requestHttp({ ...options, host, port }, onResponse);
  // Loaded only where TLS is spoken.
  const { request: requestHttps } = await import("node:https");
  return (options, onResponse) => requestHttps({ ...options, ...tls, host, port }, onResponse);
}
