import { Readable } from "node:stream";
import { type ContentDigest, createDigestHasher } from "./content-digest.ts";
import { digestMismatch, unreachable } from "./errors.ts";
import { failedResponse } from "./http/failed-response.ts";
import type { RegistryRequest, RegistryResponse } from "./http/request.ts";
import { readChunks } from "./http/response-body.ts";
import { createRetries } from "./http/retries.ts";
import { TransientFailure } from "./http/transient-failure.ts";
import type { Repository } from "./image-reference.ts";
import type { TransferOptions } from "./registry-client.ts";
import { pullFrom, type RegistryContext } from "./registry-context.ts";

interface BlobName {
  readonly digest: ContentDigest;
  readonly sizeBytes: number;
}

/** Streams a blob, goes on where a connection broke, and ends only when the bytes have the right digest. */
export function readBlob(
  context: RegistryContext,
  repository: Repository,
  blob: BlobName,
  options: TransferOptions,
): Readable {
  // A stream that is destroyed while it waits for the network must not wait on.
  const abandoned = new AbortController();
  const signal = AbortSignal.any([options.signal, abandoned.signal]);
  const stream = Readable.from(checkedBytes(context, repository, blob, { ...options, signal }), { objectMode: false });
  stream.once("close", () => abandoned.abort());
  return stream;
}

async function* checkedBytes(
  context: RegistryContext,
  repository: Repository,
  blob: BlobName,
  { signal, onProgress }: TransferOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { digest, sizeBytes } = blob;
  const name = `${repository.registry}/${repository.path}@${digest}`;
  const hasher = createDigestHasher(digest);
  let currentBytes = 0;
  for await (const chunk of resumedBytes(context, requestFor(context, repository, blob), sizeBytes, signal)) {
    currentBytes += chunk.length;
    // Checked before the end, so that a hostile registry cannot send for ever.
    if (currentBytes > sizeBytes) throw digestMismatch(name, `${sizeBytes} bytes`, "more");
    hasher.update(chunk);
    onProgress?.({ digest, currentBytes, totalBytes: sizeBytes });
    yield chunk;
  }
  const actual = hasher.digest();
  if (actual !== digest) throw digestMismatch(name, digest, actual);
}

async function* resumedBytes(
  context: RegistryContext,
  request: RegistryRequest,
  sizeBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const retries = createRetries(context.retries, signal);
  let offset = 0;
  do {
    try {
      for await (const chunk of bytesFrom(context, request, offset, signal)) {
        offset += chunk.length;
        retries.progressed();
        yield chunk;
      }
      if (offset < sizeBytes) throw endedEarly(request, offset, sizeBytes);
    } catch (error) {
      await retries.pause(error);
    }
  } while (offset < sizeBytes);
}

async function* bytesFrom(
  context: RegistryContext,
  request: RegistryRequest,
  offset: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const range = offset === 0 ? undefined : { range: `bytes=${offset}-` };
  const response = await context.send({ ...request, headers: { ...request.headers, ...range } }, signal);
  if (response.status !== 200 && response.status !== 206)
    throw await failedResponse(response, request, context.redact, signal);
  let skipBytes = offset - startOf(response);
  if (skipBytes < 0) throw endedEarly(request, offset, offset - skipBytes);
  for await (const chunk of readChunks(response, request, signal)) {
    if (skipBytes < chunk.length) yield chunk.subarray(skipBytes);
    skipBytes = Math.max(0, skipBytes - chunk.length);
  }
}

/** Where the answer begins; a registry that does not know ranges begins at the start. */
function startOf(response: RegistryResponse): number {
  if (response.status === 200) return 0;
  return Number(/^bytes (\d+)-/.exec(response.headers["content-range"] ?? "")?.[1] ?? 0);
}

function endedEarly(request: RegistryRequest, actualBytes: number, expectedBytes: number): TransientFailure {
  const why = `${actualBytes} of ${expectedBytes} bytes came`;
  return new TransientFailure(unreachable(request.access?.registry ?? request.url.host, request.purpose, why));
}

function requestFor(context: RegistryContext, repository: Repository, blob: BlobName): RegistryRequest {
  return {
    method: "GET",
    url: context.urlOf(repository, `blobs/${blob.digest}`),
    // Node would not decompress, so the bytes must come as they are.
    headers: { "accept-encoding": "identity" },
    purpose: `read ${repository.registry}/${repository.path}@${blob.digest}`,
    access: pullFrom(repository),
  };
}
