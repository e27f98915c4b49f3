import type { ClientRequest } from "node:http";
import type { Readable } from "node:stream";
import { sourceChanged } from "../errors.ts";
import type { RegistryRequest } from "./request.ts";

/** Sends the body as fast as the other side takes it, and stops when it has answered already. Rejects for the source's failures. */
export async function writeBody(
  outgoing: ClientRequest,
  request: RegistryRequest,
  hasAnswer: () => boolean,
): Promise<void> {
  const { body, purpose } = request;
  if (body === undefined || body.sizeBytes === 0) {
    outgoing.end();
    return;
  }
  let sentBytes = 0;
  for await (const chunk of bytesOf(body.open())) {
    if (outgoing.destroyed || hasAnswer()) return;
    sentBytes += chunk.length;
    if (sentBytes > body.sizeBytes) throw sourceChanged(purpose, body.sizeBytes, sentBytes);
    if (!outgoing.write(chunk)) await writable(outgoing);
  }
  if (sentBytes < body.sizeBytes) throw sourceChanged(purpose, body.sizeBytes, sentBytes);
  outgoing.end();
}

/** The chunks of a stream as bytes. */
export async function* bytesOf(stream: Readable): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of stream) {
    const value: unknown = chunk;
    yield value instanceof Uint8Array ? value : Buffer.from(String(value));
  }
}

function writable(outgoing: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off("drain", done).off("close", done).off("response", done);
      resolve();
    };
    outgoing.on("drain", done).on("close", done).on("response", done);
  });
}
