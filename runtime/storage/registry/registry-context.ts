import type { Fetch } from "./http/fetch.ts";
import type { Access, Send } from "./http/request.ts";
import type { RetryPolicy } from "./http/retries.ts";
import type { Repository } from "./image-reference.ts";

/** What the operations of a client share. */
export interface RegistryContext {
  /** The address of something in a repository, for example `manifests/latest`. */
  urlOf(repository: Repository, path: string): URL;
  /** One try, authorized; for streams, which have their own way to go on. */
  readonly send: Send;
  /** As many tries as allowed, for answers that are read in full. */
  readonly fetch: Fetch;
  readonly retries: RetryPolicy;
  redact(text: string): string;
  /** Largest part of an upload that is sent in one request. */
  readonly chunkBytes: number;
}

export function pullFrom(repository: Repository): Access {
  return { registry: repository.registry, scopes: [`repository:${repository.path}:pull`] };
}

/** To mount a blob, the repository that has it must be readable too. */
export function pushTo(repository: Repository, mountFrom?: Repository): Access {
  const from = mountFrom === undefined ? [] : [`repository:${mountFrom.path}:pull`];
  return { registry: repository.registry, scopes: [`repository:${repository.path}:pull,push`, ...from] };
}

export function deleteFrom(repository: Repository): Access {
  return { registry: repository.registry, scopes: [`repository:${repository.path}:delete`] };
}
