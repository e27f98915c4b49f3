import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "./listen.ts";

/** What goes wrong with one request. */
export type Fault =
  /** The registry never hears of it. */
  | { readonly kind: "drop" }
  /** The registry does it, but its answer is lost. */
  | { readonly kind: "lose-answer" }
  /** The connection breaks after so many bytes of the request's body. */
  | { readonly kind: "cut-request"; readonly afterBytes: number }
  /** The connection breaks after so many bytes of the answer. */
  | { readonly kind: "cut-answer"; readonly afterBytes: number }
  /** The answer ends early and says that it is complete. */
  | { readonly kind: "shorten-answer"; readonly toBytes: number }
  /** One bit of the answer is wrong. */
  | { readonly kind: "flip-bit" }
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly kind: "delay"; readonly ms: number }
  /** Nothing is ever answered. */
  | { readonly kind: "hang" };

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
}

/** A proxy before a real registry that does what networks do. */
export interface FaultyProxy {
  readonly host: string;
  /** Requests in order of arrival. */
  readonly seen: SeenRequest[];
  /** `METHOD PATH` of each, without the query. */
  lines(): readonly string[];
  /** The next requests that match meet these faults, one each. */
  fail(match: RegExp, ...faults: readonly Fault[]): void;
  /** Connections that were opened so far. */
  connections(): number;
  stop(): Promise<void>;
}

export async function startFaultyProxy(targetHost: string): Promise<FaultyProxy> {
  const seen: SeenRequest[] = [];
  const planned: { readonly match: RegExp; readonly fault: Fault }[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const line = `${request.method} ${request.url}`;
    seen.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers });
    const index = planned.findIndex(({ match }) => match.test(line));
    const [plan] = index < 0 ? [] : planned.splice(index, 1);
    void handle(targetHost, request, response, plan?.fault);
  });
  server.on("connection", () => {
    connections += 1;
  });
  const { host, stop } = await listen(server);
  return {
    host,
    seen,
    lines: () => seen.map(({ method, path }) => `${method} ${path.replace(/\?.*$/, "")}`),
    fail: (match, ...faults) => void planned.push(...faults.map((fault) => ({ match, fault }))),
    connections: () => connections,
    stop,
  };
}

async function handle(
  targetHost: string,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  if (fault?.kind === "hang") return;
  if (fault?.kind === "drop") {
    request.socket.destroy();
    return;
  }
  if (fault?.kind === "answer") {
    request.resume();
    response.writeHead(fault.status, fault.headers).end(fault.body ?? "");
    return;
  }
  if (fault?.kind === "delay") await sleep(fault.ms);
  forward(targetHost, request, response, fault);
}

function forward(
  targetHost: string,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): void {
  // The Host header stays, so that the registry's own addresses lead through the proxy again.
  const { method, headers, url: path } = request;
  const [hostname, port] = targetHost.split(":");
  const outgoing = httpRequest({ hostname, port, method, path, headers, agent: false }, (incoming) => {
    if (fault?.kind === "lose-answer") {
      incoming.resume().once("end", () => request.socket.destroy());
      return;
    }
    answer(incoming, response, fault);
  });
  outgoing.on("error", () => request.socket.destroy());
  if (fault?.kind === "cut-request") cutRequest(request, outgoing, fault.afterBytes);
  else pipeline(request, outgoing, () => undefined);
}

function cutRequest(request: IncomingMessage, outgoing: ReturnType<typeof httpRequest>, afterBytes: number): void {
  let left = afterBytes;
  request.on("data", (chunk: Buffer) => {
    if (left <= 0) return;
    const part = chunk.subarray(0, left);
    left -= part.length;
    outgoing.write(part, () => {
      if (left > 0) return;
      outgoing.destroy();
      request.socket.destroy();
    });
  });
}

function answer(incoming: IncomingMessage, response: ServerResponse, fault: Fault | undefined): void {
  const { statusCode = 500, headers } = incoming;
  if (fault === undefined || fault.kind === "delay" || fault.kind === "cut-request") {
    response.writeHead(statusCode, headers);
    pipeline(incoming, response, () => undefined);
    return;
  }
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    const body = Buffer.concat(chunks);
    if (fault.kind === "cut-answer") {
      response.writeHead(statusCode, headers);
      response.write(body.subarray(0, fault.afterBytes), () => response.socket?.destroy());
      return;
    }
    if (fault.kind === "flip-bit") body[body.length >> 1]! ^= 1;
    const sent = fault.kind === "shorten-answer" ? body.subarray(0, fault.toBytes) : body;
    response.writeHead(statusCode, { ...headers, "content-length": String(sent.length) });
    response.end(sent);
  });
}
