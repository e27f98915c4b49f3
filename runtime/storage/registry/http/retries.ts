import { setTimeout as sleep } from "node:timers/promises";
import { TransientFailure } from "./transient-failure.ts";

export interface RetryPolicy {
  /** Tries without any progress before giving up. */
  readonly attempts: number;
  /** Before the second try; doubles from try to try. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** A registry that asks for more patience (Retry-After) is given up at once. */
  readonly maxRetryAfterMs: number;
  /** Told before each wait. */
  readonly onWait?: (wait: RetryWait) => void;
}

/** A wait before another try. */
export interface RetryWait {
  /** Why, in words. */
  readonly message: string;
  readonly delayMs: number;
}

/** Counts the tries of one piece of work. */
export interface Retries {
  /** Waits until the work may be tried again; throws what is not transient, or what was tried too often. */
  pause(error: unknown): Promise<void>;
  /** The work got further than ever before: the count begins anew. */
  progressed(): void;
}

export function createRetries(policy: RetryPolicy, signal: AbortSignal): Retries {
  let failures = 0;
  return {
    progressed() {
      failures = 0;
    },
    async pause(error) {
      signal.throwIfAborted();
      if (!(error instanceof TransientFailure)) throw error;
      failures += 1;
      const delayMs = delayBefore(failures, error, policy);
      if (failures >= policy.attempts || delayMs === undefined) throw error.failure;
      if (delayMs === 0) return;
      policy.onWait?.({ message: error.failure.message, delayMs });
      await wait(delayMs, signal);
    },
  };
}

/** Repeats what cannot do harm twice. */
export async function retrying<T>(policy: RetryPolicy, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
  const retries = createRetries(policy, signal);
  for (;;) {
    try {
      return await action();
    } catch (error) {
      await retries.pause(error);
    }
  }
}

function delayBefore(failures: number, error: TransientFailure, policy: RetryPolicy): number | undefined {
  if (error.retryAfterMs !== undefined)
    return error.retryAfterMs <= policy.maxRetryAfterMs ? error.retryAfterMs : undefined;
  if (error.immediate && failures === 1) return 0;
  // Spread out, so that builders that failed together do not come back together.
  return Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (failures - 1)) * (0.75 + Math.random() * 0.5);
}

async function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(delayMs, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
