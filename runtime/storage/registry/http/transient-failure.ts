import type { BuilderError } from "../../../../sdk/errors/builder-error.ts";

/** A failure that may pass: caught by whoever retries, never seen outside this folder. */
export class TransientFailure extends Error {
  /** What to throw when nobody tries again. */
  readonly failure: BuilderError;
  /** What the registry asked for. */
  readonly retryAfterMs: number | undefined;
  /** An idle connection was closed under us, which says nothing about the registry: no need to wait. */
  readonly immediate: boolean;

  constructor(failure: BuilderError, options: { readonly retryAfterMs?: number; readonly immediate?: boolean } = {}) {
    super(failure.message);
    this.failure = failure;
    this.retryAfterMs = options.retryAfterMs;
    this.immediate = options.immediate ?? false;
  }
}
