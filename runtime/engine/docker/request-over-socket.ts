import { connect } from "node:net";
import type { PlainResponse } from "./request.ts";

/**
 * One request without a body over a unix socket, and its whole answer. Not by node:http, which takes 3 ms to get ready
 * (measured): a run with nothing to do asks the engine once.
 */
export function requestOverSocket(
  socketPath: string,
  method: string,
  path: string,
  signal?: AbortSignal,
): Promise<PlainResponse> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: socketPath, ...(signal === undefined ? {} : { signal }) });
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", reject);
    // Asked to close the connection, the engine does so behind its answer; or it has died.
    socket.on("end", () => {
      const response = parseResponse(Buffer.concat(chunks), method);
      if (response === undefined) reject(Object.assign(new Error("the answer was cut off"), { code: "ECONNRESET" }));
      else resolve(response);
    });
    socket.write(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
}

/** Undefined of an answer that is not whole. */
function parseResponse(answer: Buffer, method: string): PlainResponse | undefined {
  const endOfHead = answer.indexOf("\r\n\r\n");
  if (endOfHead < 0) return undefined;
  const [first = "", ...lines] = answer.toString("latin1", 0, endOfHead).split("\r\n");
  const headers = Object.fromEntries(lines.map(toHeader));
  // To HEAD the length is said without a body.
  const body = method === "HEAD" ? "" : bodyOf(answer.subarray(endOfHead + 4), headers);
  return body === undefined ? undefined : { status: Number(first.split(" ")[1]), headers, body: body.toString() };
}

function toHeader(line: string): readonly [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

/** Without a length it ends where the connection does. */
function bodyOf(rest: Buffer, headers: Readonly<Record<string, string>>): Buffer | undefined {
  if (headers["transfer-encoding"] === "chunked") return joinChunks(rest);
  const length = Number(headers["content-length"] ?? rest.length);
  return rest.length < length ? undefined : rest.subarray(0, length);
}

/** Each chunk comes behind a line with its length in hexadecimal digits; one of length 0 is the last. */
function joinChunks(rest: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const endOfLine = rest.indexOf("\r\n", at);
    if (endOfLine < 0) return undefined;
    const length = Number.parseInt(rest.toString("latin1", at, endOfLine), 16);
    if (length === 0) return Buffer.concat(chunks);
    const start = endOfLine + 2;
    if (!(start + length <= rest.length)) return undefined;
    chunks.push(rest.subarray(start, start + length));
    at = start + length + 2;
  }
}
