import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";

/** What a request needs a token for. */
export interface Access {
  readonly registry: string;
  /** `repository:PATH:pull,push`. */
  readonly scopes: readonly string[];
}

/** A body that can be sent again when a request has to be repeated. */
export interface RequestBody {
  readonly sizeBytes: number;
  open(): Readable;
}

export interface RegistryRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  /** As in "cannot PURPOSE": what errors call the request. URLs may hold signatures and are never shown. */
  readonly purpose: string;
  /** Absent where the request goes without an identity. */
  readonly access?: Access;
}

export interface RegistryResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** To be read to its end or discarded, or the connection is not used again. */
  readonly body: Readable;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
}

/** Makes one request. Retries, redirects and authorization wrap a function of this type in one of the same type. */
export type Send = (request: RegistryRequest, signal: AbortSignal) => Promise<RegistryResponse>;
