/** Proof of holding a lock, for as long as it lasts. */
export interface Lease {
  /**
   * Greater than those of all earlier holders of the same name (a fencing token): of two that both believe to hold it, the
   * one with the smaller number was taken for dead.
   */
  readonly token: number;
  /** Aborted when the lock is no longer ours: the service is lost, or somebody took us for dead. */
  readonly lost: AbortSignal;
}

/** Saves work and never correctness: two holders at once cost a duplicate build at most. */
export interface Locks {
  /**
   * Waits for the lock, runs `use`, gives the lock back whatever happens. A holder that died is waited for no longer than its
   * lease lasts; an aborted wait throws the signal's reason.
   */
  withLock<T>(name: string, use: (lease: Lease) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Closes the connections. */
  close(): Promise<void>;
}
