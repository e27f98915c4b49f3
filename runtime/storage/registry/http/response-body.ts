import { finished } from "node:stream/promises";
import { unexpectedAnswer } from "../errors.ts";
import { connectionFailure } from "./connection-failure.ts";
import type { RegistryRequest, RegistryResponse } from "./request.ts";
import { bytesOf } from "./request-body.ts";

/** Beyond this a new connection is cheaper than reading on. */
const discardLimitBytes = 64 * 1024;

/** The whole body, checked for length by HTTP itself. Throws a transient failure when the connection breaks. */
export async function readBody(
  response: RegistryResponse,
  request: RegistryRequest,
  limitBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of readChunks(response, request, signal)) {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes) {
      throw unexpectedAnswer(request.url.host, request.purpose, `its answer is longer than ${limitBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as it comes. Leaving the loop early closes the connection. */
export async function* readChunks(
  response: RegistryResponse,
  request: RegistryRequest,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = bytesOf(response.body);
  try {
    for (;;) {
      const next = await nextChunk(chunks, request, signal);
      if (next === undefined) return;
      yield next;
    }
  } finally {
    response.body.destroy();
  }
}

/** Makes the connection free for the next request. */
export async function discard(response: RegistryResponse): Promise<void> {
  const { body } = response;
  let sizeBytes = 0;
  body.on("data", (chunk: Uint8Array) => {
    sizeBytes += chunk.length;
    if (sizeBytes > discardLimitBytes) body.destroy();
  });
  // Whatever happens to what nobody wants to know is no failure.
  await finished(body).catch(() => undefined);
}

async function nextChunk(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  request: RegistryRequest,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  try {
    const next = await chunks.next();
    return next.done ? undefined : next.value;
  } catch (error) {
    signal.throwIfAborted();
    throw connectionFailure(error, request, false);
  }
}
