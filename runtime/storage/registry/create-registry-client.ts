import { withAuthorization } from "./auth/authorization.ts";
import { createAuthorizer } from "./auth/authorizer.ts";
import type { CredentialSource } from "./auth/credentials.ts";
import { createBlobs } from "./blobs.ts";
import { createSecurity, endpointOf, type RegistrySecurity } from "./endpoint.ts";
import { createFetch } from "./http/fetch.ts";
import { createNodeSend } from "./http/node-send.ts";
import { withRedirects } from "./http/redirects.ts";
import type { RetryPolicy } from "./http/retries.ts";
import { createManifests } from "./manifests.ts";
import type { RegistryClient } from "./registry-client.ts";
import type { RegistryContext } from "./registry-context.ts";
import { listTags } from "./tags.ts";

export interface RegistryClientOptions {
  /** @default nobody: registries are asked without an identity */
  readonly credentials?: CredentialSource;
  /** By `host` or `host:port`. @default TLS, plain http for this machine */
  readonly security?: Readonly<Record<string, RegistrySecurity>>;
  /** @default 6 tries, 250 ms doubling up to 10 s, a Retry-After of up to 60 s */
  readonly retries?: Partial<RetryPolicy>;
  /** Longest silence of a registry, in milliseconds. @default 30000 */
  readonly timeoutMs?: number;
  /** Blobs up to this size are sent in one request, larger ones in parts of it, in bytes. @default 128 MiB */
  readonly chunkBytes?: number;
  /**
   * How each registry wants to be asked, as it said last: filled and used by the client. Holds no secrets; who keeps it
   * from run to run spares the first, refused request of each.
   * @default empty
   */
  readonly challenges?: Map<string, string>;
}

const defaultRetries: RetryPolicy = { attempts: 6, baseDelayMs: 250, maxDelayMs: 10_000, maxRetryAfterMs: 60_000 };

/** A client for any number of registries. To be closed after use. */
export function createRegistryClient(options: RegistryClientOptions = {}): RegistryClient {
  const retries = { ...defaultRetries, ...options.retries };
  const securityOf = createSecurity(options.security ?? {});
  const connections = createNodeSend({ securityOf, timeoutMs: options.timeoutMs ?? 30_000 });
  const closed = new AbortController();
  // Every request has a signal of its own: Node warns of a leak when many listen to one.
  const ending = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, closed.signal]);
  const authorizer = createAuthorizer({
    credentials: options.credentials ?? { find: async () => undefined },
    challenges: options.challenges ?? new Map(),
    // Without redirects: a password goes to the address that the registry named, or nowhere.
    fetchToken: (request, accepted, signal) => fetchToken(request, accepted, ending(signal)),
    lifetime: closed.signal,
  });
  const fetchToken = createFetch(connections.send, retries, authorizer.redact);
  const originOf = (registry: string): string => endpointOf(registry, securityOf).origin;
  const send = withAuthorization(withRedirects(connections.send), authorizer, originOf);
  const fetch = createFetch(send, retries, authorizer.redact);
  const context: RegistryContext = {
    urlOf: ({ registry, path }, rest) => new URL(`${path}/${rest}`, endpointOf(registry, securityOf)),
    send: (request, signal) => send(request, ending(signal)),
    fetch: (request, accepted, signal) => fetch(request, accepted, ending(signal)),
    retries,
    redact: authorizer.redact,
    chunkBytes: options.chunkBytes ?? 128 * 1024 * 1024,
  };
  return {
    manifests: createManifests(context),
    blobs: createBlobs(context),
    tags: (repository, signal) => listTags(context, repository, signal),
    close() {
      closed.abort();
      connections.close();
    },
  };
}
