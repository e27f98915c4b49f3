/** Saves work and never correctness: two holders at once cost a duplicate build at most. */
export interface Locks {
  /** Waits for the lock, runs `use`, gives the lock back whatever happens. */
  withLock<T>(name: string, use: () => Promise<T>, signal: AbortSignal): Promise<T>;
}
