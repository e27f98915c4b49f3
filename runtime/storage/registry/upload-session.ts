import { Readable } from "node:stream";
import type { BuilderError } from "../../../sdk/errors/builder-error.ts";
import { unexpectedAnswer } from "./errors.ts";
import { failedResponse } from "./http/failed-response.ts";
import { resolveLocation } from "./http/location.ts";
import type { RegistryRequest, RegistryResponse, RequestBody } from "./http/request.ts";
import { bytesOf } from "./http/request-body.ts";
import { discard } from "./http/response-body.ts";
import { TransientFailure } from "./http/transient-failure.ts";
import type { Repository } from "./image-reference.ts";
import type { BlobSource, PushOptions } from "./registry-client.ts";
import { pushTo, type RegistryContext } from "./registry-context.ts";

/** One blob on its way. */
export interface Upload {
  readonly context: RegistryContext;
  readonly repository: Repository;
  readonly blob: BlobSource;
  readonly options: PushOptions;
}

/** How far the registry has come with it. */
export interface UploadSession {
  /** Where to send the next part; changes with every part. */
  readonly url: URL;
  readonly offset: number;
  readonly chunkBytes: number;
}

const cancelTimeoutMs = 2000;

/** Begins an upload, or spares it where the registry has the blob in another repository. */
export async function openSession(upload: Upload, mountFrom: undefined): Promise<UploadSession>;
export async function openSession(upload: Upload, mountFrom: Repository): Promise<UploadSession | "mounted">;
export async function openSession(
  upload: Upload,
  mountFrom: Repository | undefined,
): Promise<UploadSession | "mounted"> {
  const { context, repository, blob, options } = upload;
  const url = context.urlOf(repository, "blobs/uploads/");
  if (mountFrom !== undefined) {
    url.searchParams.set("mount", blob.digest);
    url.searchParams.set("from", mountFrom.path);
  }
  const request: RegistryRequest = { ...requestFor(upload, "POST", url), access: pushTo(repository, mountFrom) };
  const answer = await context.fetch(request, mountFrom === undefined ? [202] : [201, 202], options.signal);
  if (answer.status === 201) return "mounted";
  const location = locationOf(answer);
  if (location === undefined)
    throw unexpectedAnswer(repository.registry, request.purpose, "it names no address for the upload");
  const minimum = Number(answer.headers["oci-chunk-min-length"] ?? 0);
  return {
    url: location,
    offset: 0,
    chunkBytes: Math.max(context.chunkBytes, Number.isSafeInteger(minimum) ? minimum : 0),
  };
}

/** Sends what fits into one request; undefined when the registry has confirmed the whole blob. */
export async function sendPart(upload: Upload, session: UploadSession): Promise<UploadSession | undefined> {
  const { sizeBytes } = upload.blob;
  const { offset, chunkBytes } = session;
  const fitsInOne = offset === 0 && sizeBytes <= chunkBytes;
  if (fitsInOne || offset === sizeBytes) return await finish(upload, session);
  const end = Math.min(sizeBytes, offset + chunkBytes);
  const headers = { "content-type": "application/octet-stream", "content-range": `${offset}-${end - 1}` };
  const request = { ...requestFor(upload, "PATCH", session.url), headers, body: partOf(upload, offset, end) };
  const response = await send(upload, request, [202, 204]);
  return { ...session, url: locationOf(response) ?? session.url, offset: offsetOf(response.headers.range) ?? end };
}

/** How far an upload got; undefined where the registry has forgotten it. */
export async function askSession(upload: Upload, session: UploadSession): Promise<UploadSession | undefined> {
  const { context, blob, options } = upload;
  const answer = await context.fetch(
    requestFor(upload, "GET", session.url),
    [202, 204, 400, 404, 405, 416],
    options.signal,
  );
  if (answer.status >= 400) return undefined;
  const offset = offsetOf(answer.headers.range) ?? 0;
  return offset > blob.sizeBytes ? undefined : { ...session, url: locationOf(answer) ?? session.url, offset };
}

/**
 * Lets the registry forget an upload. Also after an abort, so with a time of its own. A failure changes nothing: registries
 * purge old uploads, and Docker's 2.8 does not find one again whose part was interrupted.
 */
export async function cancelSession(upload: Upload, session: UploadSession): Promise<void> {
  const signal = AbortSignal.timeout(cancelTimeoutMs);
  const answer = upload.context.send(requestFor(upload, "DELETE", session.url), signal);
  await answer.then(discard).catch(() => undefined);
}

async function finish(upload: Upload, session: UploadSession): Promise<undefined> {
  const { digest, sizeBytes } = upload.blob;
  const url = new URL(session.url);
  url.searchParams.set("digest", digest);
  const headers = { "content-type": "application/octet-stream" };
  const body = partOf(upload, session.offset, sizeBytes);
  await send(upload, { ...requestFor(upload, "PUT", url), headers, body }, [201, 204]);
  return undefined;
}

async function send(upload: Upload, request: RegistryRequest, accepted: readonly number[]): Promise<RegistryResponse> {
  const { context, options } = upload;
  const response = await context.send(request, options.signal);
  if (!accepted.includes(response.status)) {
    const failure = await failedResponse(response, request, context.redact, options.signal);
    throw isLost(response.status, failure) ? new TransientFailure(failure) : failure;
  }
  await discard(response);
  return response;
}

/** Whether the registry and we disagree only about how far the upload got. */
function isLost(status: number, failure: BuilderError | TransientFailure): failure is BuilderError {
  if (failure instanceof TransientFailure) return false;
  return status === 404 || status === 416 || (status === 400 && /BLOB_UPLOAD_/.test(failure.why ?? ""));
}

function partOf(upload: Upload, start: number, end: number): RequestBody {
  return { sizeBytes: end - start, open: () => Readable.from(readPart(upload, start, end)) };
}

async function* readPart(
  { blob, options }: Upload,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let currentBytes = start;
  for await (const chunk of bytesOf(blob.open(start))) {
    const part = chunk.subarray(0, end - currentBytes);
    currentBytes += part.length;
    yield part;
    options.onProgress?.({ digest: blob.digest, currentBytes, totalBytes: blob.sizeBytes });
    if (currentBytes === end) return;
  }
}

function requestFor({ repository, blob }: Upload, method: RegistryRequest["method"], url: URL): RegistryRequest {
  return {
    method,
    url,
    purpose: `push ${blob.digest} to ${repository.registry}/${repository.path}`,
    access: pushTo(repository),
  };
}

function locationOf(answer: Pick<RegistryResponse, "headers" | "url">): URL | undefined {
  const { location } = answer.headers;
  return location === undefined ? undefined : resolveLocation(location, answer.url);
}

/** `0-1023` means 1024 bytes. Docker's registry also says `0-0` where it has nothing; parts of one byte are not sent. */
function offsetOf(range: string | undefined): number | undefined {
  const last = /^(?:bytes[= ])?0-(\d+)$/.exec(range ?? "")?.[1];
  if (last === undefined) return undefined;
  return last === "0" ? 0 : Number(last) + 1;
}
