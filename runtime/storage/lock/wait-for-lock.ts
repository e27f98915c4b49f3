import { setTimeout as sleep } from "node:timers/promises";

const pollMs = { min: 20, max: 300 } as const;

/** Asks again and again until there is an answer, less often as time goes by; throws the signal's reason. */
export async function waitForLock<T>(ask: () => Promise<T | undefined>, signal: AbortSignal): Promise<T> {
  for (let waitMs: number = pollMs.min; ; waitMs = Math.min(waitMs * 1.5, pollMs.max)) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    // Those who began to wait together shall not ask together.
    await sleep(waitMs * (0.5 + Math.random()), undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
